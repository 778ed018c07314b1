"""Where each role goes: every place exists, is open to the role, and one of them is current."""

import pytest

from arraigo.access.roles import Role, may
from arraigo.desk.places import PLACES, places_of, start_of

pytestmark = pytest.mark.django_db


class TestPlaces:
    def test_every_role_has_some(self):
        assert set(PLACES) == set(Role) and all(PLACES.values())

    @pytest.mark.parametrize("role", list(Role))
    def test_are_all_open_to_the_role(self, role):
        assert all(may(role, place.needs) for place in PLACES[role])

    @pytest.mark.parametrize("who", ["elena", "marta", "ines", "pablo", "carla", "ada"])
    def test_open(self, who, request, client_of):
        worker = request.getfixturevalue(who)
        client = client_of(worker)

        answers = {place["url"]: client.get(place["url"]).status_code for place in places_of(worker, "/")}

        assert set(answers.values()) == {200}, answers

    @pytest.mark.parametrize(
        ("who", "path", "current"),
        [
            ("marta", "/my-day/", "/my-day/"),
            ("marta", "/case/018f/", "/cases/"),
            ("marta", "/referrals/send/018f/", "/referrals/"),
            ("ines", "/referrals/inbox/018f/accept/", "/referrals/inbox/"),
            ("marta", "/person/018f/", "/people/"),
            ("elena", "/reception/lists/new/", "/reception/lists/"),
            ("elena", "/reception/arrivals/018f/", "/reception/"),
        ],
    )
    def test_one_is_current(self, who, path, current, request):
        places = places_of(request.getfixturevalue(who), path)

        assert [place["url"] for place in places if place["current"]] == [current]

    def test_none_is_current_elsewhere(self, marta):
        assert not any(place["current"] for place in places_of(marta, "/access/post/"))


class TestStart:
    @pytest.mark.parametrize(
        ("who", "there"),
        [
            ("elena", "/reception/"),
            ("marta", "/my-day/"),
            ("ines", "/referrals/inbox/"),
            ("pablo", "/indicators/"),
            ("carla", "/team/"),
            ("ada", "/team/"),
        ],
    )
    def test_leads_each_role_to_its_first_place(self, who, there, request):
        assert start_of(request.getfixturevalue(who)) == there
