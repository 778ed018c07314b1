"""
How a reader's country writes numbers and dates: `es_GT` for Spanish in Guatemala, `en` for English.

Dates have one shape everywhere (*14 abr 2026*, in letters *14 de abril de 2026*), hours are of 24,
and minus is the true sign.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale, dates, numbers
from babel.core import UnknownLocaleError, get_global
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@lru_cache
def _locale_of(language: str, country: str) -> Locale:
    if language == "en":
        return Locale.parse("en")
    two_letters = get_global("territory_aliases").get(country.upper(), [country])[0]
    try:
        return Locale.parse(f"{language}_{two_letters}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def reader_locale() -> Locale:
    """The locale of the active language in the country that the system serves."""
    return _locale_of((get_language() or "es")[:2], getattr(settings, "ARRAIGO_COUNTRY", "") or "GTM")


def country_name(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-3) in the reader's language; the code where it is nobody's."""
    two_letters = get_global("territory_aliases").get(code, [code])[0]
    return str(reader_locale().territories.get(two_letters, code))


def number(value: float, decimals: int | None = None) -> str:
    """``19,346`` or ``0.44``. Without ``decimals`` a number keeps up to three of its own."""
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(value, pattern, locale=reader_locale()).replace("-", MINUS)


def signed(value: float, decimals: int | None = None) -> str:
    """A difference, always with its sign: ``+1.2``, ``−3.1``; no sign for zero."""
    written = number(value, decimals)
    return f"+{written}" if value > 0 and any(digit in "123456789" for digit in written) else written


def percent(share: float, decimals: int = 1) -> str:
    """A share from 0 to 1 as a percentage: ``24.9 %``, in English ``24.9%``."""
    return number(share * 100, decimals) + percent_sign()


def percent_sign() -> str:
    """What follows the figure of a percentage."""
    return "%" if reader_locale().language == "en" else f"{NBSP}%"


def _local(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _month(day: date, width: str = "abbreviated") -> str:
    """The month's name; shortened it has three letters and no full stop."""
    name = str(reader_locale().months["format"][width][day.month])
    return name.rstrip(".")[:3] if width == "abbreviated" else name


def _weekday(day: date, width: str) -> str:
    name = str(reader_locale().days["format"][width][day.weekday()])
    return name.rstrip(".")[:3] if width == "abbreviated" else name


def day(value: date | datetime) -> str:
    """``14 abr 2026``"""
    value = _local(value)
    return f"{value.day}{NBSP}{_month(value)}{NBSP}{value.year}"


def day_short(value: date | datetime) -> str:
    """``14 abr``, where the year is plain from what stands around it."""
    value = _local(value)
    return f"{value.day}{NBSP}{_month(value)}"


def day_long(value: date | datetime) -> str:
    """``martes 14 de abril de 2026``; in English ``Tuesday 14 April 2026``."""
    value = _local(value)
    return gettext("%(weekday)s %(day)d %(month)s %(year)d") % {
        "weekday": _weekday(value, "wide"),
        "day": value.day,
        "month": _month(value, "wide"),
        "year": value.year,
    }


def day_letters(value: date | datetime) -> str:
    """``14 de abril``; in English ``14 April``."""
    value = _local(value)
    return gettext("%(day)d %(month)s") % {"day": value.day, "month": _month(value, "wide")}


def month_year(value: date | datetime) -> str:
    """``abr 2026``"""
    value = _local(value)
    return f"{_month(value)}{NBSP}{value.year}"


def weekday_short(value: date | datetime) -> str:
    """``mié 15``"""
    value = _local(value)
    return f"{_weekday(value, 'abbreviated')}{NBSP}{value.day}"


def clock(value: datetime | time) -> str:
    """``10:15``, hours of 24."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
    return dates.format_time(value, "HH:mm", locale=reader_locale())


def moment(value: datetime) -> str:
    """``14 abr 2026, 10:15``"""
    return f"{day(value)}, {clock(value)}"


def minutes(value: float | timedelta) -> str:
    """A length of time: ``47 min``, ``1 h 12 min``, ``2 h``; from two days on, ``3 días``."""
    total = round(value.total_seconds() / 60 if isinstance(value, timedelta) else value)
    hours, rest = divmod(abs(total), 60)
    sign = MINUS if total < 0 else ""
    if hours >= 48:
        return sign + days(hours // 24)
    parts = ([f"{hours}{NBSP}h"] if hours else []) + ([f"{rest}{NBSP}min"] if rest or not hours else [])
    return sign + " ".join(parts)


def days(count: int) -> str:
    """``1 día``, ``9 días``"""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


def days_late(count: int) -> str:
    """``9 días tarde``; empty for what is not late."""
    if count <= 0:
        return ""
    return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": number(count)}


def hours_late(hours: int) -> str:
    """``2 h tarde``"""
    return gettext("%(hours)s h late") % {"hours": number(hours)}


def left(span: timedelta) -> str:
    """What is left of a term: ``Quedan 3 días``, ``Queda 1 día``, ``Quedan 5 h``, ``Quedan 20 min``."""
    hours = int(span.total_seconds() // 3600)
    if hours >= 24:
        count = hours // 24
        return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": number(count)}
    if hours >= 1:
        return ngettext("%(count)s h left", "%(count)s h left", hours) % {"count": number(hours)}
    count = max(int(span.total_seconds() // 60), 0)
    return ngettext("%(count)s min left", "%(count)s min left", count) % {"count": number(count)}


def late(span: timedelta) -> str:
    """By how much a term is past: ``9 días tarde``, ``2 h tarde``, ``20 min tarde``."""
    hours = int(span.total_seconds() // 3600)
    if hours >= 24:
        return days_late(hours // 24)
    if hours >= 1:
        return hours_late(hours)
    return gettext("%(count)s min late") % {"count": number(max(int(span.total_seconds() // 60), 0))}


def age_words(years: int | None) -> str:
    """``31 años``, ``1 año``, ``menos de un año``, ``edad sin dato``."""
    if years is None:
        return gettext("age not known")
    if years < 1:
        return gettext("under one year")
    return ngettext("%(years)d year old", "%(years)d years old", years) % {"years": years}


WRITERS: dict[str, Callable[[float], str]] = {
    "share": percent,
    "points": lambda value: gettext("%(value)s points") % {"value": number(value * 100, 1)},
    "number": lambda value: number(value, 0),
    "score": lambda value: number(value, 2),
    "days": lambda value: gettext("%(value)s days") % {"value": number(value, 1)},
    "minutes": minutes,
}
"""How a value of a unit is written out, by unit. A share goes from 0 to 1."""


def written(value: float, unit: str = "number") -> str:
    """
    A value with its unit.

    :param unit: one of ``WRITERS``.
    :raises KeyError: for another unit.
    """
    return WRITERS[unit](value)
