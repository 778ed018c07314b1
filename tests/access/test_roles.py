"""The table of roles, actions and scopes: complete, and with the lines that may never be crossed."""

from collections.abc import Callable

import pytest

from arraigo.access import roles
from arraigo.access.models import Worker
from arraigo.access.roles import Action, Role, Scope, may, scope_of
from arraigo.core import content
from arraigo.people.models import Person

WRITING = [
    Action.IMPORT_MANIFEST,
    Action.REGISTER_RETURN,
    Action.OPEN_CASE,
    Action.WORK_CASE,
    Action.SEND_REFERRAL,
    Action.ANSWER_REFERRAL,
]
PERSONAL = [
    *WRITING,
    Action.SEE_ARRIVALS,
    Action.SEE_PERSON,
    Action.SEE_CASE,
    Action.SEE_REFERRAL,
    Action.SEE_PROTECTED,
    Action.SEE_RECORDS_OF_FIGURES,
]


class TestTable:
    def test_says_something_of_every_role_and_action(self) -> None:
        for action in Action:
            for role in Role:
                assert isinstance(scope_of(role, action), Scope)

    def test_has_a_column_for_every_role(self) -> None:
        assert set(roles._COLUMNS) == set(Role)
        assert all(len(row) == len(roles._COLUMNS) for row in roles._TABLE.values())

    def test_has_no_row_that_is_no_action(self) -> None:
        assert set(roles._TABLE) == set(Action)

    def test_lets_somebody_do_each_thing(self) -> None:
        for action in Action:
            assert any(may(role, action) for role in Role), f"nobody may {action}"

    def test_has_a_label_for_every_role(self) -> None:
        assert {role.value for role in Role} <= set(content.codelist("role").codes)


class TestLines:
    @pytest.mark.parametrize("action", PERSONAL)
    @pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
    def test_those_who_read_figures_or_keep_the_system_never_reach_a_person(
        self, role: Role, action: Action
    ) -> None:
        assert not may(role, action)

    def test_protected_records_are_for_the_worker_responsible_only(self) -> None:
        for role in Role:
            assert scope_of(role, Action.SEE_PROTECTED) in {Scope.NONE, Scope.OWN}

    @pytest.mark.parametrize("action", PERSONAL)
    def test_no_role_sees_a_whole_country_of_people(self, action: Action) -> None:
        # Opening a case reaches the country because the centre hands a person over to another institution's window.
        if action is not Action.OPEN_CASE:
            assert all(scope_of(role, action) is not Scope.COUNTRY for role in Role)

    def test_a_coordinator_watches_and_does_not_write(self) -> None:
        assert not any(may(Role.COORDINATOR, action) for action in WRITING)


@pytest.mark.django_db
class TestVisibleTo:
    @pytest.mark.parametrize("who", ["otto", "otilia", "pablo", "ada", "marta", "carla", "ines"])
    def test_hides_a_person_from_all_who_have_no_ground(
        self, reyna: Person, who: str, request: pytest.FixtureRequest
    ) -> None:
        worker: Worker = request.getfixturevalue(who)

        assert not Person.objects.visible_to(worker).exists()

    def test_shows_her_to_the_centre_that_registered_her(self, reyna: Person, elena: Worker) -> None:
        assert list(Person.objects.visible_to(elena)) == [reyna]

    def test_shows_her_to_the_window_that_owns_her_case(
        self, reyna: Person, case_of_reyna: object, marta: Worker, otto: Worker
    ) -> None:
        assert list(Person.objects.visible_to(marta)) == [reyna]
        assert not Person.objects.visible_to(otto).exists()


@pytest.mark.django_db
class TestSession:
    def test_a_post_that_has_ended_opens_nothing(
        self, elena: Worker, reyna: Person, client_of: Callable[[Worker], object]
    ) -> None:
        from arraigo.access import queries
        from tests.cast import NOW

        Worker.objects.filter(pk=elena.pk).update(ended_at=NOW)

        assert queries.acting_worker(elena.user, str(elena.pk)) is None

    def test_the_post_of_somebody_else_cannot_be_chosen(self, elena: Worker, otto: Worker) -> None:
        from arraigo.access import queries

        assert queries.acting_worker(elena.user, str(otto.pk)) == elena
