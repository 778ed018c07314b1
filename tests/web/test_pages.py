"""The base of all pages, what is said when a page cannot be shown, and what a first visit costs."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import arraigo.web
from arraigo.web import views

STATIC = Path(arraigo.web.__file__).parent / "static" / "web"
TEMPLATES = Path(arraigo.web.__file__).parent / "templates"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def base(**context) -> str:
    request = RequestFactory().get("/cases/?state=open")
    return render_to_string("web/base.html", {"title": "Cases", **context}, request=request)


class TestBase:
    def test_marks_the_place_where_the_reader_is(self, db):
        html = base(
            nav=[
                {"label": "My day", "url": "/", "current": False},
                {"label": "Cases", "url": "/cases/", "current": True},
            ]
        )

        assert '<a class="place" href="/cases/" aria-current="page">Cases</a>' in html
        assert html.count('aria-current="page"') == 2  # in the header and, on a phone, in the menu

    def test_changes_the_language_without_script_and_stays_on_the_page(self, db):
        html = base()

        assert re.search(r'<form method="post" action="/i18n/setlang/">', html)
        assert '<input type="hidden" name="next" value="/cases/?state=open">' in html

    def test_says_that_people_are_synthetic_only_when_they_are(self, db):
        assert "synthetic people" in base(demo_data=True)
        assert "synthetic people" not in base(demo_data=False)

    def test_signs_out_by_post(self, db):
        html = base(who="Marta Sic", where="Huehuetenango", sign_out_url="/out/")

        assert '<form method="post" action="/out/">' in html and html.count("Marta Sic") == 2

    def test_searches_by_post_where_a_name_must_not_stand_in_an_address(self, db):
        assert 'action="/people/" method="get"' in base(search_url="/people/")
        assert 'action="/people/" method="post"' in base(search_url="/people/", search_by_post=True)


class TestTrouble:
    def test_of_ours_needs_no_database_and_no_reader(self):
        answer = views.server_trouble(RequestFactory().get("/"))

        assert answer.status_code == 500 and b"it is not something you did" in answer.content

    @pytest.mark.parametrize(
        ("view", "status"), [(views.bad_request, 400), (views.not_allowed, 403), (views.not_found, 404)]
    )
    def test_says_what_happened_and_how_to_go_on(self, db, view, status):
        answer = view(RequestFactory().get("/cases/1/"), Exception("C-1877 Reyna"))

        assert answer.status_code == status
        assert b"Go to the start" in answer.content and b"Reyna" not in answer.content


class TestWeight:
    def test_of_what_every_page_loads_leaves_room_to_the_page(self):
        files = [
            "arraigo.css",
            "components.css",
            "print.css",
            "arraigo.js",
            "mark.svg",
            "chevron.svg",
            "check.svg",
        ]

        assert (
            sum((STATIC / name).stat().st_size for name in files) < 56_000
        )  # of the 100,000 bytes of a first visit (design, section 2)


class TestTemplates:
    @pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
    def test_carry_no_style_and_no_script_of_their_own(self, path):
        source = path.read_text()

        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", source)
        assert not re.search(r"<script(?![^>]*\bsrc=)", source)
