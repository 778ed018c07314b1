"""One indicator explained: the answer, the way through the years, the number taken apart, the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content
from arraigo.core.content import ContentObject
from arraigo.core.periods import Period
from arraigo.indicators import cached, wording
from arraigo.indicators.choice import Choice, Span
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.overview import unknown_share
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse.predicates import row_set
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web import formats
from arraigo.web.charts import GoalPoint, LineChart, Series, line_chart

_MOST_YEARS = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """An indicator in the choice of the page, with its goals."""

    indicator: Indicator
    choice: Choice
    span: Span
    figure: Figure
    before: Figure | None
    years: Sequence[tuple[int, Figure]]
    goals: Sequence[GoalStanding]

    @property
    def goal(self) -> GoalStanding | None:
        """The goal that is about the very people of the page."""
        if self.choice.place:
            return None
        return next((each for each in self.goals if each.goal.where == self.choice.people_where), None)

    @property
    def unknown_share(self) -> float | None:
        return unknown_share(self.indicator, self.figure)

    @property
    def answer(self) -> SafeString:
        """The figure in a sentence, how it compares, and how its goal stands."""
        change = wording.change(self.indicator, self.figure, self.before)
        sentences: list[str] = [
            wording.answer(self.indicator, self.figure, self.choice),
            wording.compared(change, self.choice),
        ]
        # The goal is judged today; beside the figure of another year it would be misread.
        if self.goal and self.choice.year == self.choice.today.year:
            judged = self.goal.judgement
            sentences.append(wording.goal_sentence(str(judged.state), judged, self.indicator))
        return format_html_join(" ", "{}", ((sentence,) for sentence in sentences if sentence))


def explained(indicator: Indicator, choice: Choice, span: Span, snapshot: Snapshot) -> Explained:
    """The indicator in the choice: its figure, the compared one, those of the years."""
    years = years_shown(choice, span)
    periods = [choice.period, *([choice.compared] if choice.compared else []), *map(choice.period_of, years)]
    found = cached.figures(snapshot, [indicator.code], periods, choice.country, where=choice.where)
    of = {figure.period: figure for figure in found}
    goals = cached.goal_states(snapshot, choice.today, choice.country)
    return Explained(
        indicator,
        choice,
        span,
        of[choice.period.label],
        of[choice.compared.label] if choice.compared else None,
        [(year, of[choice.period_of(year).label]) for year in years],
        [each for each in goals if each.goal.indicator == indicator.code],
    )


def years_shown(choice: Choice, span: Span) -> list[int]:
    """The years up to the chosen one of which the data cover the beginning."""
    covered = [year for year in reversed(span.years(choice.today)) if span.covers(year)]
    return [year for year in covered if year <= max(choice.year, choice.today.year)][-_MOST_YEARS:]


def chart(shown: Explained, csv_url: str = "") -> LineChart | None:
    """The way through the years, with the band of what is not known and the goal; None where no year is covered."""
    if not shown.years:
        return None
    indicator, years = shown.indicator, [year for year, _figure in shown.years]
    goal = _goal_point(shown, years)
    labels = list(range(years[0], max(years[-1], goal[0] if goal else 0) + 1))
    of = dict(shown.years)
    values = [wording.drawn(indicator, of[year].exact) if year in of else None for year in labels]
    upper = _upper(indicator, [of.get(year) for year in labels])
    return line_chart(
        title=_("%(name)s, %(first)d to %(last)d")
        % {"name": capfirst(str(indicator.name)), "first": years[0], "last": years[-1]},
        labels=[str(year) for year in labels],
        series=[Series(str(indicator.name), values)],
        unit=wording.unit_of(indicator),
        how_to_read=_how_to_read(shown, bool(upper)),
        upper=upper,
        upper_words=_upper_words(upper),
        goal=goal[1] if goal else None,
        top=1.0 if indicator.unit == "score" else None,
        csv_url=csv_url,
        level=2,
    )


def _how_to_read(shown: Explained, band: bool) -> str:
    said = [f"{shown.choice.place_words}."]
    if band:
        said.append(_("The band shows how far it could reach with those of whom nothing is known."))
    if shown.choice.today.year in dict(shown.years) and shown.choice.period_of(
        shown.choice.today.year
    ).last != (Period.year(shown.choice.today.year).last):
        day = formats.day_letters(shown.choice.today)
        said.append(_("%(year)d goes to %(day)s.") % {"year": shown.choice.today.year, "day": day})
    return " ".join(said)


def _upper(indicator: Indicator, figures: Sequence[Figure | None]) -> list[float | None]:
    """How high a share could be if all who do not tell counted; nothing where everybody told."""
    if indicator.aggregate != "share" or not any(figure and figure.unknown for figure in figures):
        return []
    return [
        (float(figure.numerator or 0) + figure.unknown) / figure.denominator
        if figure and figure.denominator
        else None
        for figure in figures
    ]


def _upper_words(upper: Sequence[float | None]) -> str:
    there = [value for value in upper if value is not None]
    return (
        _("up to %(share)s if those without data counted") % {"share": formats.percent(there[-1])}
        if there
        else ""
    )


def _goal_point(shown: Explained, years: Sequence[int]) -> tuple[int, GoalPoint] | None:
    """The year of the goal and its diamond, on the dashed way from the baseline."""
    standing = shown.goal
    if standing is None or standing.judgement.goal is None:
        return None
    judged, indicator = standing.judgement, shown.indicator
    year, start = judged.until.year, judged.start.year
    if year < years[0] or year - years[0] > 2 * _MOST_YEARS:
        return None
    words = _("Goal %(year)d: %(value)s") % {"year": year, "value": wording.aimed(indicator, judged.goal)}
    # Under a goal of zero stand the years: its second line would cover them.
    told = judged.expected is not None and bool(judged.goal)
    expected = wording.written(indicator, judged.expected) if told else ""
    from_baseline = judged.baseline is not None and years[0] <= start
    return year, GoalPoint(
        at=year - years[0],
        value=wording.drawn(indicator, judged.goal) or 0.0,
        words=words,
        note=_("expected today %(value)s") % {"value": expected} if expected else "",
        from_at=start - years[0] if from_baseline else None,
        from_value=wording.drawn(indicator, judged.baseline) if from_baseline else None,
    )


# The number taken apart.


def left_out_words(indicator: Indicator, count: int) -> str:
    """How many rows were left out, and why."""
    words = {"count": formats.number(count, 0)}
    rows = row_set(indicator.rows)
    if not count:
        return _("No row of the period was left out.")
    if rows.name == "returnees":
        return (
            ngettext(
                "%(count)s return was left out: the earlier one of somebody who returned more than once. Each person "
                "counts once, with the latest return.",
                "%(count)s returns were left out: the earlier ones of people who returned more than once. Each person "
                "counts once, with the latest return.",
                count,
            )
            % words
        )
    if rows.name.startswith("latest_"):
        return (
            ngettext(
                "%(count)s follow-up was left out: it has no score, or the same case has a later one.",
                "%(count)s follow-ups were left out: they have no score, or the same case has a later one.",
                count,
            )
            % words
        )
    if rows.table == "applications":
        return (
            ngettext(
                "%(count)s application was left out: it asks for something else, or is not decided as meant here.",
                "%(count)s applications were left out: they ask for something else, or are not decided as meant here.",
                count,
            )
            % words
        )
    return (
        ngettext(
            "%(count)s row was left out: it does not fulfil the definition.",
            "%(count)s rows were left out: they do not fulfil the definition.",
            count,
        )
        % words
    )


def sources(defined: ContentObject) -> list[str]:
    """Where the definition comes from, in words."""
    documents = content.codelist("source_document")
    named = [
        (documents.label(each.document) if each.document in documents.codes else each.document, each.section)
        for each in defined.source
    ]
    return [f"{document}, {section}" if section else document for document, section in named]
