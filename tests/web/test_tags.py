"""What the template library `web` writes."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from arraigo.core import content
from arraigo.core.content import CodeList
from arraigo.web.icons import ALIASES, DRAWINGS, icon
from arraigo.web.states import LISTS, SHAPES
from arraigo.web.toasts import toast, undo_url_of


def written(source: str, language: str = "es", **context) -> str:
    with translation.override(language):
        return Template("{% load web %}" + source).render(Context(context))


class TestIcon:
    def test_is_hidden_from_readers_beside_a_word(self):
        assert 'aria-hidden="true"' in icon("heart") and "role" not in icon("heart")

    def test_says_its_label_where_it_stands_alone(self):
        assert 'role="img" aria-label="Buscar &lt;aquí&gt;"' in icon("search", "Buscar <aquí>")

    def test_is_refused_by_an_unknown_name(self):
        with pytest.raises(KeyError):
            icon("flag")

    def test_exists_for_every_icon_of_the_code_lists(self):
        lists = [each for each in content.objects("codelist") if isinstance(each, CodeList)]
        named = {item.icon for each in lists for item in each.items if item.icon}

        assert named <= DRAWINGS.keys() | ALIASES.keys()


class TestState:
    def test_is_a_shape_and_the_word_of_its_list(self):
        html = written('{% state "goal" "behind" %}')

        assert "t-maiz" in html and ">Atrasada<" in html
        assert ">Behind<" in written('{% state "goal" "behind" %}', "en")

    def test_agrees_with_the_person(self):
        words = [
            written('{% state "person" "expected" "" sex %}', sex=sex)
            for sex in ("female", "male", "unknown")
        ]

        assert ["Esperada" in words[0], "Esperado" in words[1], "Por llegar" in words[2]] == [True] * 3

    def test_takes_a_word_of_the_moment(self):
        assert ">3 de 5 servicios<" in written('{% state "person" "being_served" "3 de 5 servicios" %}')

    def test_escapes_what_it_is_given(self):
        assert "&lt;b&gt;" in written('{% shape "ring" word %}', word="<b>")

    def test_has_a_shape_for_every_state_of_the_lists(self):
        for name in LISTS.values():
            shapes = {item.get("shape") for item in content.codelist(name).items}
            assert shapes <= SHAPES.keys(), name


class TestCodes:
    def test_are_never_shown(self):
        assert written('{% code "return_type" "voluntary_obligated" %}').strip() not in (
            "",
            "voluntary_obligated",
        )

    def test_of_nothing_are_nothing(self):
        assert written('{% code "return_type" value %}', value="") == ""

    def test_make_tags_with_the_icon_and_tone_of_their_list(self):
        html = written('{% code_tag "arrival_warning" "known" "female" "2023" %}')

        assert 'class="tag tag-anil"' in html and "Conocida, 2023" in html


class TestFigures:
    def test_too_small_are_said_and_not_shown(self):
        html = written("{% suppressed %}", "en")

        assert "&lt;5" in html and "fewer than 5" in html

    @pytest.mark.parametrize(
        ("share", "width", "words"), [(0, "0", "0%"), (0.062, "2.6", "6.2%"), (1, "42", "100%")]
    )
    def test_carry_their_unknown_share(self, share, width, words):
        html = written("{% unknown_share share %}", "en", share=share)

        assert f'width="{width}' in html and words in html and "no data" in html

    def test_are_not_written_for_nothing(self):
        assert written("{{ value|percent }}{{ value|day }}{{ value|number:1 }}", value=None) == ""

    def test_take_decimals(self):
        assert written("{{ 0.5|percent:0 }} {{ 1234.5|number:2 }} {{ 2|signed }}", "en") == "50% 1,234.50 +2"


class TestComparison:
    @pytest.mark.parametrize(
        ("sign", "word"), [("=", "same"), ("≈", "alike"), ("≠", "different"), ("–", "nothing to compare")]
    )
    def test_is_a_mark_with_a_word(self, sign, word):
        assert f'aria-label="{word}"' in written("{% comparison sign %}", "en", sign=sign)


class TestTrail:
    def test_ends_where_the_reader_is(self):
        html = written('{% trail "Cases" "/cases/" "C-1877" %}')

        assert '<a href="/cases/">Cases</a>' in html and "<li>C-1877</li>" in html


class TestQueryString:
    def test_is_kept_by_pages(self):
        request = RequestFactory().get("/", {"state": "arrived", "page": "2", "q": "a&b"})
        html = written("{% pages page %}", "en", request=request, page=Paginator(range(60), 25).page(2))

        assert "26 to 50 of 60" in html
        assert "?state=arrived&amp;q=a%26b&amp;page=3" in html

    def test_turns_the_order_of_a_column_round_and_goes_back_to_the_first_page(self):
        request = RequestFactory().get("/", {"sort": "name", "page": "4"})
        html = written('{% sort_head "Name" "name" %}{% sort_head "Age" "age" %}', request=request)

        assert 'aria-sort="ascending"><a href="?sort=-name">' in html
        assert '<th scope="col"><a href="?sort=age">' in html


class TestBlocks:
    def test_of_a_region_have_its_title_and_a_link(self):
        html = written('{% region "Today" note=0 url="/all" link="See all" %}<p>x</p>{% endregion %}')

        assert (
            "<h2>Today</h2>" in html
            and '<span class="note">0</span>' in html
            and '<a href="/all">See all</a>' in html
        )
        assert "<p>x</p>" in html

    def test_escape_their_title_and_keep_their_content(self):
        html = written(
            '{% empty title %}<p>why</p>{% endempty %}{% dialog "d" title %}<p>why</p>{% enddialog %}',
            title="<i>",
        )

        assert html.count("&lt;i&gt;") == 2 and html.count("<p>why</p>") == 2

    def test_of_a_protected_banner_have_a_lock(self):
        html = written('{% protected "/why" %}Call from 9 to 12{% endprotected %}')

        assert "message-jacaranda" in html and 'href="/why"' in html


class TestToast:
    def test_offers_to_undo_what_can_be_undone(self):
        request: Any = RequestFactory().get("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        toast(request, "Saved.", undo_url="/undo/1")
        toast(request, "Sent.")

        assert [undo_url_of(each) for each in get_messages(request)] == ["/undo/1", ""]


class TestTime:
    def test_marks_the_day_for_machines(self):
        from arraigo.web.components import Event, Timeline

        html = written(
            "{% show line %}", line=Timeline([Event(date(2026, 8, 10), "Visit", "Marta")], protected=2)
        )

        assert 'datetime="2026-08-10"' in html and "10\N{NO-BREAK SPACE}ago" in html and "t-jacaranda" in html
