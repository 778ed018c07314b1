"""Who travels: people alone, families, and children without family, with names, ages, origins and languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from arraigo.core.periods import add_months
from arraigo.interop.simulator.chance import Weighted
from arraigo.interop.simulator.naming import SPANISH, Naming
from arraigo.interop.simulator.rows import Person
from arraigo.interop.simulator.schema import Story
from arraigo.interop.simulator.world import Traveller, World

YOUNGEST_PARENT = 17
"""Years between the oldest child and its youngest possible parent."""


@dataclass(slots=True)
class Home:
    """Where a party comes from and what follows from it."""

    municipality: str
    language: str
    indigenous: bool


@dataclass(slots=True)
class Party:
    """People who travel together; ``id`` is empty for one person alone."""

    members: list[Traveller]
    id: UUID | None = None
    child_alone: bool = False


class PeopleMaker:
    """Makes parties of people who have not returned before."""

    def __init__(self, world: World, name: str = "people") -> None:
        self._world, self._profile = world, world.profile
        self._chance = world.stream(name)
        self._name = name
        self.naming = Naming(world.profile, self._chance)
        self._kinds = {code: self._kinds_of_party(code) for code in self._profile.lines}
        self._departments = self._profile.weighted("departments")

    def party(self, line: str, day: date, room: int) -> Party:
        """One party for a line, of at most ``room`` people."""
        kind = self._kinds[line].at(self._world.deck.part((self._name, "party", line)))
        if kind == "family" and room > 1:
            return self._family(line, day, room)
        if kind == "alone":
            return Party([self._child(self.home(), day, line, alone=True)], child_alone=True)
        men = self._single_men(line)
        sex = "male" if self._world.deck.happens((self._name, "single", line), men) else "female"
        return Party([self.adult(self.home(), day, sex)])

    def home(self) -> Home:
        """A municipality of origin, with the language and people of its area."""
        department = self._departments.at(self._world.deck.part((self._name, "department")))
        municipality = self._chance.pick(self._profile.municipalities[department])
        indigenous = self._chance.happens(self._profile.number("indigenous", department))
        return Home(municipality, self._language(municipality) if indigenous else SPANISH, indigenous)

    def adult(self, home: Home, day: date, sex: str, *, at_least: int = 18) -> Traveller:
        band = self._profile.weighted("adult_ages").at(self._world.deck.part((self._name, "age")))
        age = max(self._age_in(band), at_least)
        surnames = [self.naming.surname(home.language, indigenous=home.indigenous) for _ in range(2)]
        return self.person(home, day, sex, age, self.naming.given_names(sex), surnames[0], surnames[1])

    def person(
        self, home: Home, day: date, sex: str, age: int, given_names: str, paternal: str, maternal: str
    ) -> Traveller:
        """Somebody of this age on a day."""
        born = add_months(day, -12 * age) - timedelta(days=int(self._chance.random() * 365))
        return self._traveller(home, day, sex, born, (given_names, paternal, maternal), child=age < 18)

    def told(self, story: Story, day: date) -> Party:
        """The party of a story: its person as written, and the children who came along."""
        home = Home(story.municipality, story.language, story.language != SPANISH)
        names = (story.given_names, story.paternal_surname, story.maternal_surname)
        hero = self._traveller(home, day, story.sex, story.birth_date, names, child=False, exact=True)
        children = [self._child(home, day, story.line, parents=[hero]) for _ in range(story.children)]
        return self._household([hero], children, day) if children else Party([hero])

    def known(self, row: dict[str, str], day: date) -> Party:
        """Somebody of the file of known people."""
        indigenous = self._profile.number("indigenous", row["municipality"][:4]) > 0.5
        home = Home(row["municipality"], SPANISH, indigenous)
        names = (row["given_names"], row["paternal_surname"], row["maternal_surname"])
        born = date.fromisoformat(row["birth_date"])
        hero = self._traveller(home, day, row["sex"], born, names, child=False, exact=True)
        hero.national_id = row["national_id"]
        return Party([hero])

    def _family(self, line: str, day: date, room: int) -> Party:
        home = self.home()
        woman = self._world.deck.happens((self._name, "parent"), self._profile.value("family_adult_is_woman"))
        first = "female" if woman else "male"
        count = min(
            int(
                self._profile.weighted("children_in_family").at(
                    self._world.deck.part((self._name, "children"))
                )
            ),
            room - 1,
        )
        ages = [self._child_age("child_ages_accompanied") for _ in range(count)]
        parents = [self.adult(home, day, first, at_least=max(ages) + YOUNGEST_PARENT)]
        two = room > count + 1 and self._chance.happens(self._profile.value("two_parents_share"))
        if two:
            other = {"female": "male", "male": "female"}[first]
            parents.append(self.adult(home, day, other, at_least=max(ages) + YOUNGEST_PARENT))
        return self._household(
            parents, [self._child(home, day, line, parents=parents, age=age) for age in ages], day
        )

    def _household(self, parents: list[Traveller], children: list[Traveller], day: date) -> Party:
        id_ = self._chance.id(self._world.at(day, 6.0))
        for member in (*parents, *children):
            member.person.household = id_
        for parent in parents:
            parent.children = len(children)
        return Party([*parents, *children], id_)

    def _child(
        self,
        home: Home,
        day: date,
        line: str,
        *,
        alone: bool = False,
        parents: list[Traveller] | None = None,
        age: int | None = None,
    ) -> Traveller:
        how = "alone" if alone else "accompanied"
        boys = self._profile.number("boys", line, how)
        sex = "male" if self._world.deck.happens((self._name, "boy", how, line), boys) else "female"
        if age is None:
            age = self._child_age(f"child_ages_{how}")
        paternal, maternal = self._surnames_of_child(home, parents or [])
        child = self.person(home, day, sex, age, self.naming.given_names(sex, child=True), paternal, maternal)
        child.wants_interpreter = child.wants_interpreter and age > 4
        return child

    def _surnames_of_child(self, home: Home, parents: list[Traveller]) -> tuple[str, str]:
        """The father's first surname, then the mother's first; a parent who is not there has one of the area."""
        of = {parent.person.sex: parent.person.paternal_surname for parent in parents}
        father = of.get("male") or self.naming.surname(home.language, indigenous=home.indigenous)
        mother = of.get("female") or self.naming.surname(home.language, indigenous=home.indigenous)
        return father, mother

    def _traveller(
        self,
        home: Home,
        day: date,
        sex: str,
        born: date,
        names: tuple[str, str, str],
        *,
        child: bool,
        exact: bool = False,
    ) -> Traveller:
        birth_date, precision = (born, "day") if exact else self._written_birth(born)
        has_phone = not child and self._chance.happens(self._profile.value("has_phone"))
        speaks_other = home.language != SPANISH
        created_at = self._world.at(day, 7 + self._chance.random())
        person = Person(
            person_id=self._chance.id(created_at),
            given_names=names[0],
            paternal_surname=names[1],
            maternal_surname=names[2],
            sex=sex,
            birth_date=birth_date,
            birth_date_precision=precision,
            nationality=self._world.country,
            origin_municipality=home.municipality,
            language=home.language,
            phone=self.naming.phone() if has_phone else "",
            household=None,
            created_at=created_at,
        )
        return Traveller(
            person=person,
            national_id=self.naming.national_id(home.municipality, born),
            born=born,
            indigenous=home.indigenous,
            wants_interpreter=speaks_other
            and (exact or self._chance.happens(self._profile.value("interpreter_of_speakers"))),
            is_child=child,
        )

    def _written_birth(self, born: date) -> tuple[date | None, str]:
        """What is known of a birth: mostly the day, sometimes only the year, seldom nothing."""
        part = self._chance.random()
        if part < self._profile.value("birth_date_missing"):
            return None, ""
        if part > 1 - self._profile.value("birth_year_only"):
            return date(born.year, 1, 1), "year"
        return born, "day"

    def _language(self, municipality: str) -> str:
        if not self._chance.happens(self._profile.value("speaks_it_first")):
            return SPANISH
        table = self._profile.shares["languages"].table or {}
        return self._chance.pick(
            self._profile.weighted("languages", municipality if municipality in table else municipality[:4])
        )

    def _child_age(self, share: str) -> int:
        band = self._profile.weighted(share).at(self._world.deck.part((self._name, share)))
        return self._age_in(band)

    def _age_in(self, band: str) -> int:
        first, last = map(int, band.split("-"))
        return first + int(self._chance.random() * (last - first + 1))

    def _kinds_of_party(self, line: str) -> Weighted[str]:
        """
        Parties by kind, so that people come out by the published shares.

        A family has so many children and adults on average; what is left of the passengers travels on its own.
        """
        accompanied = self._profile.number("children_accompanied", line)
        alone = self._profile.number("children_alone", line)
        families = accompanied / self._mean_children()
        return Weighted(
            {
                "family": families,
                "alone": alone,
                "single": 1 - accompanied - alone - families * self._mean_parents(),
            }
        )

    def _single_men(self, line: str) -> float:
        """The part of men among those on their own, so that all adults come out by the published share."""
        men = self._profile.number("adults_men", line)
        accompanied = self._profile.number("children_accompanied", line)
        adults = 1 - accompanied - self._profile.number("children_alone", line)
        families = accompanied / self._mean_children()
        women_share = self._profile.value("family_adult_is_woman")
        two = self._profile.value("two_parents_share")
        men_in_families = families * ((1 - women_share) * (1 - two) + two)
        return min(
            1.0, max(0.0, (men * adults - men_in_families) / (adults - families * self._mean_parents()))
        )

    def _mean_children(self) -> float:
        weights = self._profile.numbers("children_in_family")
        return sum(int(count) * weight for count, weight in weights.items()) / sum(weights.values())

    def _mean_parents(self) -> float:
        return 1 + self._profile.value("two_parents_share")
