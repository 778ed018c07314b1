"""One indicator explained: the answer, the way through time, what was left out, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content
from arraigo.core.content import ContentObject
from arraigo.core.periods import Period
from arraigo.indicators import cached, spoken, told, wording
from arraigo.indicators.choice import Choice, Span
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure, FilterDoesNotApply
from arraigo.indicators.found import Found, compared_of, is_yearly, period_of, years_of
from arraigo.indicators.overview import unknown_share
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse.predicates import row_set
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web import formats
from arraigo.web.charts import GoalPoint, LineChart, Series, line_chart

_MOST_YEARS, _MOST_QUARTERS, _MOST_MONTHS = 8, 12, 24


@dataclass(frozen=True, slots=True)
class Explained:
    """An indicator in the choice of the page, with its goals."""

    indicator: Indicator
    choice: Choice
    span: Span
    figure: Figure
    before: Figure | None
    trend: Sequence[tuple[Period, Figure]]
    goals: Sequence[GoalStanding]
    currencies: Sequence[str | None] = (None,)

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
        if self.goal and self.choice.asked == Period.year(self.choice.today.year):
            judged = self.goal.judgement
            sentences.append(wording.goal_sentence(str(judged.state), judged, self.indicator))
        return format_html_join(" ", "{}", ((sentence,) for sentence in sentences if sentence))


def explained(
    indicator: Indicator, choice: Choice, span: Span, snapshot: Snapshot, currency: str | None = None
) -> Explained:
    """
    The indicator in the choice: its figure, the compared one, those of the trend. Of money in several currencies, in
    the one asked for, or the first.

    :raises FilterDoesNotApply: when its rows cannot be limited as the choice is.
    """
    trend = trend_periods(indicator, choice, span)
    now, before = period_of(indicator, choice), compared_of(indicator, choice)
    periods = [now, *([before] if before else []), *trend]
    computed = _figures(indicator, choice, periods, snapshot)
    found = Found(computed)
    currencies = found.currencies(indicator.code)
    named = currency if currency in currencies else currencies[0]
    nothing = Figure(indicator.code, now.label, choice.country, {}, None, None, None, 0)
    goals = cached.goal_states(snapshot, choice.today, choice.country)
    drawn = ((each, found.figure(indicator.code, each, named)) for each in trend)
    return Explained(
        indicator,
        choice,
        span,
        found.figure(indicator.code, now, named) or nothing,
        found.figure(indicator.code, before, named),
        [(each, figure) for each, figure in drawn if figure],
        [each for each in goals if each.goal.indicator == indicator.code],
        currencies,
    )


def _figures(
    indicator: Indicator, choice: Choice, periods: Sequence[Period], snapshot: Snapshot
) -> list[Figure]:
    if indicator.aggregate != "reported":
        return cached.figures(snapshot, [indicator.code], periods, choice.country, where=choice.where)
    if choice.where:
        raise FilterDoesNotApply(indicator.code, next(iter(choice.where)), ())
    return told.figures(indicator, periods, choice.country)


def years_shown(choice: Choice, span: Span) -> list[int]:
    """The years up to the chosen one of which the data cover the beginning."""
    covered = [year for year in reversed(span.years(choice.today)) if span.covers(year)]
    return [year for year in covered if year <= max(choice.year, choice.today.year)][-_MOST_YEARS:]


def trend_periods(indicator: Indicator, choice: Choice, span: Span) -> list[Period]:
    """What the trend goes through: quarters or months where the choice is one, else years."""
    label = choice.asked.label
    if is_yearly(indicator):
        last = max(choice.asked.last.year, choice.today.year)
        return [Period.year(last - back) for back in range(_MOST_YEARS - 1, -1, -1)]
    if choice.asked == choice.period and label.count("-") == 1:
        count = _MOST_QUARTERS if "Q" in label else _MOST_MONTHS
        found = [choice.asked]
        while len(found) < count and span.covers_from(found[-1].previous().first):
            found.append(found[-1].previous())
        return found[::-1]
    return years_of(indicator, choice, years_shown(choice, span))


def chart(shown: Explained, csv_url: str = "") -> LineChart | None:
    """The way through time, with the band of what is not known and the goal; None where nothing is covered."""
    if not shown.trend:
        return None
    indicator = shown.indicator
    yearly = all(_is_of_year(period) for period, _figure in shown.trend)
    years = [period.first.year for period, _figure in shown.trend]
    goal = _goal_point(shown, years) if yearly else None
    if yearly:
        drawn: list[tuple[str, Figure | None]] = []
        of = dict(zip(years, (figure for _period, figure in shown.trend), strict=True))
        last = max(years[-1], goal[0] if goal else 0)
        drawn += [(str(year), of.get(year)) for year in range(years[0], last + 1)]
    else:
        drawn = [(spoken.period(period, short=True), figure) for period, figure in shown.trend]
    upper = _upper(indicator, [figure for _label, figure in drawn])
    return line_chart(
        title=_("%(name)s, %(first)s to %(last)s")
        % {"name": capfirst(str(indicator.name)), "first": drawn[0][0], "last": _last_label(shown, yearly)},
        labels=[label for label, _figure in drawn],
        series=[
            Series(
                str(indicator.name),
                [wording.drawn(indicator, figure.exact) if figure else None for _label, figure in drawn],
            )
        ],
        unit=wording.unit_of(indicator),
        how_to_read=_how_to_read(shown, bool(upper)),
        upper=upper,
        upper_words=_upper_words(upper),
        goal=goal[1] if goal else None,
        top=1.0 if indicator.unit == "score" else None,
        csv_url=csv_url,
        level=2,
    )


def _is_of_year(period: Period) -> bool:
    return period.first.month == period.first.day == 1 and period.last >= period.first + timedelta(days=92)


def _last_label(shown: Explained, yearly: bool) -> str:
    last = shown.trend[-1][0]
    return str(last.first.year) if yearly else spoken.period(last, short=True)


def _how_to_read(shown: Explained, band: bool) -> str:
    said = [f"{shown.choice.place_words}."]
    if band:
        said.append(_("The band shows how far it could reach with those of whom nothing is known."))
    last = shown.trend[-1][0]
    if last.last == shown.choice.today and last != Period.year(last.first.year):
        day = formats.day_letters(shown.choice.today)
        said.append(_("%(year)d goes to %(day)s.") % {"year": last.first.year, "day": day})
    return " ".join(said)


def _upper(indicator: Indicator, figures: Sequence[Figure | None]) -> list[float | None]:
    """How high a share could be if all who do not tell counted; nothing where everybody told."""
    if indicator.aggregate != "share" or not any(figure and figure.unknown for figure in figures):
        return []
    return [
        (float(figure.numerator or 0) + figure.unknown) / float(figure.denominator)
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
    if not count:
        return _("No row of the period was left out.")
    rows = row_set(str(indicator.rows))
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
