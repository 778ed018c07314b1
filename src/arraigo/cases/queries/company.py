"""With whom a person lives or travels."""

from arraigo.people.models import Person


def company_of(person: Person) -> list[Person]:
    """The other members of the person's household, the oldest first; one query, none where there is no household."""
    if person.household_id is None:
        return []
    members = Person.objects.standing().filter(household_id=person.household_id).exclude(pk=person.pk)
    return list(members.order_by("birth_date", "id"))
