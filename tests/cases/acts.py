"""What people of the cast do with a case, for tests that need it done."""

from datetime import timedelta

from django.utils import timezone

from arraigo.cases import services
from arraigo.core import content
from arraigo.core.ids import uuid7
from tests.cast import NOW

TODAY = timezone.localdate(NOW)


def open_case(of_return, marta, **changed):
    values = {
        "id": uuid7(),
        "institution": marta.institution,
        "worker": marta,
        "because": "wants_support",
        "by": marta,
        "at": NOW,
    }
    return services.open_from(of_return, **{**values, **changed})


def screening_answers(**changed):
    calm = {
        "safe_now": "yes",
        "urgent_health": "no",
        "health_condition": ["none"],
        "company": "with_family",
        "identity_document": "yes",
        "place_to_sleep": "yes",
        "threats": "no",
        "wants_accompaniment": "yes",
    }
    return {**calm, **changed}


def sustainability_answers(place=0, **changed):
    """The best answers, or with ``place=-1`` the worst of those that score."""
    questions = content.instrument("sustainability_short").questions
    scored = {q.code: [o for o in q.options if o.score is not None or not q.scored] for q in questions}
    return {**{code: options[place].code for code, options in scored.items()}, **changed}


def add_action(case, marta, **changed):
    values = {
        "id": uuid7(),
        "level": "individual",
        "dimension": "economic",
        "title": "Curso de panadería",
        "institution": marta.institution,
        "due_on": TODAY + timedelta(days=20),
        "by": marta,
        "at": NOW,
    }
    return services.add_action(case, **{**values, **changed})
