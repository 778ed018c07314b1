"""Charts: where points go, what readers hear, and how little a drawing weighs."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arraigo.web.charts import (
    Area,
    BarCell,
    BarItem,
    BarList,
    GoalPoint,
    Map,
    Series,
    line_chart,
    sparkline,
    taking_away,
)
from arraigo.web.charts.maps import bounds
from arraigo.web.charts.scales import apart, ticks_from_zero

YEARS = ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
VALUES = [0.338, 0.325, 0.309, 0.296, 0.280, 0.249]
HIGHEST = 15 * 1024
"""Bytes that a chart may weigh (look, Charts)."""


def drawn(chart) -> str:
    with translation.override("en"):
        return Template("{% load web %}{% show chart %}").render(Context({"chart": chart}))


def share_chart(**changed):
    told = {
        "title": "Without a document, 2020 to 2025",
        "labels": YEARS,
        "series": [Series("Without a document", VALUES)],
        "upper": [0.44, 0.42, 0.393, 0.379, 0.356, 0.311],
        "upper_words": "up to 31.1% if none of the unknown had one",
        "goal": GoalPoint(6, 0.20, "Goal 2026: 20%", "expected today 23.2", 3, 0.296),
        "top": 0.5,
    }
    return line_chart(**{**told, **changed})


class TestTicks:
    @given(st.floats(1e-3, 1e9))
    def test_begin_at_zero_and_reach_the_highest_value_in_few_steps(self, highest):
        ticks = ticks_from_zero(highest)

        assert ticks[0] == 0 and ticks[-1] >= highest * (1 - 1e-6) and 2 <= len(ticks) <= 6

    def test_go_below_zero_where_a_value_does(self):
        assert ticks_from_zero(10, lowest=-4)[0] < 0


class TestApart:
    @given(st.lists(st.floats(0, 300), max_size=3))
    def test_keeps_labels_from_lying_on_each_other(self, places):
        moved = sorted(apart(places, 17))

        assert all(after - before >= 16.8 for before, after in pairwise(moved))


class TestLineChart:
    def test_says_in_a_sentence_what_it_shows(self):
        assert "Without a document: from 33.8% (2020) to 24.9% (2025)" in drawn(share_chart())

    def test_brings_its_table_with_the_band(self):
        html = drawn(share_chart(csv_url="/x.csv"))

        assert html.count("<tr>") == 1 + len(YEARS) and "31.1%" in html and 'href="/x.csv"' in html

    def test_is_light_at_both_widths(self):
        for svg in re.findall(r"<svg.*?</svg>", drawn(share_chart()), re.S):
            assert len(svg.encode()) < HIGHEST
        months = [f"{month}" for month in range(24)]
        many = line_chart(
            title="Many", labels=months, series=[Series("s", [month / 24 for month in range(24)])]
        )
        assert len(drawn(many).encode()) < HIGHEST

    def test_has_ids_that_no_other_chart_of_the_page_has(self):
        html = drawn(share_chart()) + drawn(share_chart(title="Another"))
        ids = re.findall(r'\bid="([^"]+)"', html)

        assert ids and len(ids) == len(set(ids))

    def test_of_fewer_than_three_points_is_said_in_words(self):
        html = drawn(line_chart(title="Short", labels=["2024", "2025"], series=[Series("s", [0.1, 0.2])]))

        assert "<svg" not in html and "too few observations" in html and "20.0%" in html

    def test_does_not_draw_across_what_is_not_known(self):
        chart = line_chart(title="Gap", labels=YEARS, series=[Series("s", [0.1, 0.2, None, 0.3, 0.2])])

        assert chart.drawings[0].lines[0].d.count("M") == 2

    def test_has_markers_of_three_shapes_for_three_series(self):
        series = [Series(name, [0.2, 0.3, 0.4]) for name in ("Economic", "Social", "Psychosocial")]
        chart = line_chart(
            title="Scores", labels=["0", "1", "3"], series=series, unit="score", thresholds=[0.5], top=1
        )

        assert [line.marks[0].kind for line in chart.drawings[0].lines] == ["circle", "square", "triangle"]
        assert len({line.colour for line in chart.drawings[0].lines}) == 3

    def test_keeps_everything_on_paper(self):
        for drawing in share_chart().drawings:
            assert all(0 <= label.y <= drawing.height for label in drawing.labels)
            assert all(0 <= mark.x <= drawing.width for line in drawing.lines for mark in line.marks)

    def test_is_refused_with_more_series_than_shapes_or_fewer_labels_than_values(self):
        with pytest.raises(ValueError, match="one to three"):
            line_chart(title="t", labels=YEARS, series=[Series("s", VALUES)] * 4)
        with pytest.raises(ValueError, match="label for each"):
            line_chart(title="t", labels=["2020"], series=[Series("s", VALUES)])


class TestSparkline:
    @pytest.mark.parametrize(
        ("values", "words"), [([], "no observations"), ([None, 1, 2], "few observations")]
    )
    def test_says_in_words_that_there_is_too_little(self, values, words):
        html = drawn(sparkline(values))

        assert words in html and "<svg" not in html

    def test_ends_in_a_dot_on_the_last_known_value(self):
        line = sparkline([1, 2, 3, None], goal=4)

        assert line.last == line.points[2] and line.goal_at is not None

    def test_of_equal_values_is_level(self):
        assert len({point[1] for point in sparkline([5, 5, 5]).points if point}) == 1


class TestBars:
    def test_begin_at_zero_and_hatch_what_is_not_known(self):
        cell = BarCell(0.25, top=0.5, unknown=0.05)

        assert cell.width == pytest.approx(cell._percent(0.5) / 2)
        assert cell.unknown_width == pytest.approx(cell._percent(0.05))
        assert "url(#hatch-anil)" in drawn(cell)

    def test_say_that_there_is_no_data(self):
        assert "no data" in drawn(BarCell(None, top=1))

    def test_of_a_list_are_measured_by_the_longest(self):
        assert [width for _item, width, _words in BarList([BarItem("a", 5), BarItem("b", 20)]).drawn] == [
            25,
            100,
        ]
        assert BarList([]).drawn == []


SQUARES = [
    Area(name, value, f"M{100 * place} 0l100 0 0 100-100 0z", (100 * place + 50, 50), url=f"?place={name}")
    for place, (name, value) in enumerate([("A", 0.02), ("B", 0.18), ("C", 0.31), ("D", None)])
]


class TestMap:
    def test_says_the_highest_and_the_lowest_and_hatches_what_is_not_known(self):
        chart = Map("Without a document", SQUARES, (0, 0, 400, 100))

        html = drawn(chart)

        assert "Highest: C, 31.0%. Lowest: A, 2.0%." in html and "D: no data" in html
        assert f"url(#{chart.id}-hatch)" in html and "style=" not in html

    def test_has_round_steps_of_which_the_legend_tells(self):
        chart = Map("Without a document", SQUARES, (0, 0, 400, 100))

        with translation.override("en"):
            words = [step.words for step in chart.legend]

        assert chart.steps == [0.0, 0.1, 0.2, 0.3]
        assert words == ["under 10%", "10", "20", "30% and more", "no data"]

    def test_leads_into_each_area(self):
        assert drawn(Map("x", SQUARES, (0, 0, 400, 100))).count('<a href="?place=') == 4

    def test_of_fewer_than_three_values_is_not_drawn(self):
        assert "<svg" not in drawn(Map("x", SQUARES[:2], (0, 0, 200, 100)))

    def test_of_equal_values_has_a_step(self):
        alike = [Area(str(place), 0.5, "M0 0l9 0 0 9z", (3, 3)) for place in range(3)]

        assert drawn(Map("x", alike, (0, 0, 9, 9))).count("<title>") == 3

    def test_measures_outlines(self):
        assert bounds("M10 20l30 0 0 40h-30v-40z") == (10, 20, 30, 40)
        assert bounds("m5 5 10 0 0 10zm20 20 5 5z") == (5, 5, 25, 25)


class TestAlone:
    def test_is_a_whole_document_without_links(self):
        svg = taking_away.as_svg(Map("A & B", SQUARES, (0, 0, 400, 100)), "A & B", ["2025"], "Source: <us>")

        root = ET.fromstring(svg)
        said = " ".join(element.text or "" for element in root.iter() if element.tag.endswith("text"))
        assert "A & B" in said and "Source: <us>" in said
        assert not [element for element in root.iter() if element.tag.endswith("}a")]

    def test_is_refused_where_nothing_is_drawn(self):
        with pytest.raises(taking_away.NothingDrawn):
            taking_away.as_svg(line_chart(title="x", labels=YEARS[:2], series=[Series("x", [1, 2])]), "x")
