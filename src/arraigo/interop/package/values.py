"""SQL for one value of a column: what is wrong with it, and how it is kept. DuckDB's dialect; values are text."""

from collections.abc import Mapping

from arraigo.exchange.contract import Column, Kind
from arraigo.interop.package.faults import (
    CODE_OF_KIND,
    DECIMALS,
    LONGEST_KEY,
    LONGEST_TEXT,
    PATTERNS,
    WHOLE_DIGITS,
)

_NUMBER = r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?"
_HOURS = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
_OFFSET = r"(Z|z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?"
_MOMENT = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_HOURS}{_OFFSET}"

MACROS = r"""
CREATE MACRO mantissa(v) AS regexp_extract(v, '^[+-]?([0-9.]*)', 1);
CREATE MACRO exponent(v) AS coalesce(try_cast(regexp_extract(v, '[eE]([+-]?[0-9]+)$', 1) AS INTEGER), 0);
CREATE MACRO digits(v) AS replace(mantissa(v), '.', '');
CREATE MACRO point(v) AS
    CASE WHEN contains(mantissa(v), '.') THEN strpos(mantissa(v), '.') - 1 ELSE length(mantissa(v)) END + exponent(v);
CREATE MACRO before_point(v) AS
    ltrim(CASE WHEN point(v) <= 0 THEN '' ELSE rpad(left(digits(v), point(v)), point(v)::INTEGER, '0') END, '0');
CREATE MACRO after_point(v) AS
    rtrim(CASE WHEN point(v) <= 0 THEN repeat('0', -point(v)) || digits(v)
               WHEN point(v) < length(digits(v)) THEN substr(digits(v), point(v) + 1) ELSE '' END, '0');
CREATE MACRO below_zero(v) AS v[1] = '-' AND before_point(v) || after_point(v) <> '';
CREATE MACRO plain_number(v) AS
    CASE WHEN below_zero(v) THEN '-' ELSE '' END
    || CASE WHEN before_point(v) = '' THEN '0' ELSE before_point(v) END
    || CASE WHEN after_point(v) = '' THEN '' ELSE '.' || after_point(v) END;

CREATE MACRO utc(v) AS try_cast(upper(replace(v, ',', '.')) AS TIMESTAMPTZ) AT TIME ZONE 'UTC';
CREATE MACRO plain_moment(v) AS
    CASE WHEN microsecond(utc(v)) % 1000000 = 0 THEN strftime(utc(v), '%Y-%m-%d %H:%M:%S')
         ELSE strftime(utc(v), '%Y-%m-%d %H:%M:%S.%f') END;
"""
"""
Numbers as their shortest decimal digits, exact also past what a double holds; moments in UTC as the stores keep them.
"""


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"


def kept(column: Column, value: str) -> str:
    """The value as it is kept: text in one form for one meaning; missing is ``''`` for words and numbers, else null."""
    if column.kind is Kind.STRING:
        return value
    if column.kind is Kind.NUMBER:
        return f"CASE WHEN {value} = '' OR {_is_plain(value)} THEN {value} ELSE plain_number({value}) END"
    plain = {
        Kind.DATE: value,
        Kind.DATETIME: f"plain_moment({value})",
        Kind.YEAR: f"try_cast({value} AS BIGINT)::VARCHAR",
        Kind.INTEGER: f"try_cast({value} AS BIGINT)::VARCHAR",
    }[column.kind]
    return f"CASE WHEN {value} = '' THEN NULL ELSE {plain} END"


def _is_plain(number: str) -> str:
    """Most numbers come as they are kept, and one look is cheaper than taking them apart."""
    return f"regexp_full_match({number}, '(0|[1-9][0-9]*)([.][0-9]*[1-9])?')"


def fault(column: Column, value: str, *, refers: bool, codes: Mapping[str, frozenset[str]]) -> str:
    """The code of what is wrong with a value, or null: one fault a cell, the plainest first."""
    longest = LONGEST_KEY if refers else LONGEST_TEXT
    cases = [
        f"WHEN {value} = '' THEN {text('required') if column.required else 'NULL'}",
        f"WHEN contains({value}, chr(0)) THEN 'nul'",
        f"WHEN length({value}) > {longest} THEN 'long'",
        *_cases_of_kind(column, value),
    ]
    if column.enum:
        cases.append(f"WHEN {value} NOT IN ({_listed(column.enum)}) THEN 'enum'")
    if column.pattern:
        matches = f"regexp_full_match({value}, {text(column.pattern)})"
        cases.append(f"WHEN NOT {matches} THEN {text(PATTERNS[column.pattern])}")
    if column.codes:
        cases.append(f"WHEN {unknown_codes(column, value, codes)} <> '' THEN 'codes'")
    return f"CASE {' '.join(cases)} END"


def unknown_codes(column: Column, value: str, codes: Mapping[str, frozenset[str]]) -> str:
    """Those of the joined codes that are on no list, with commas between them; an empty one is said as ``;``."""
    allowed = _listed(sorted(codes[column.codes]))
    named = f"list_filter(string_split({value}, ';'), lambda code: code NOT IN ({allowed}))"
    readable = f"list_transform({named}, lambda code: CASE WHEN code = '' THEN ';' ELSE left(code, 40) END)"
    return f"array_to_string({readable}, ', ')"


def _cases_of_kind(column: Column, value: str) -> list[str]:
    wrong = _is_no(column.kind, value)
    if not wrong:
        return []
    cases = [f"WHEN {wrong} THEN {text(CODE_OF_KIND[column.kind])}"]
    if column.kind is Kind.NUMBER:
        cases = [_case_of_ordinary(column, value), *cases]
        cases.append(
            f"WHEN length(before_point({value})) > {WHOLE_DIGITS} OR length(after_point({value})) > {DECIMALS} "
            "THEN 'digits'"
        )
    return cases + _cases_of_bounds(column, value)


def _case_of_ordinary(column: Column, value: str) -> str:
    """A number of ordinary length, as it is kept, inside its bounds: nothing else need be asked of it."""
    bounds = [f"{value}::DECIMAL(38, 18) >= {column.minimum or 0}"]
    if column.maximum is not None:
        bounds.append(f"{value}::DECIMAL(38, 18) <= {column.maximum}")
    return f"WHEN CASE WHEN length({value}) <= 18 AND {_is_plain(value)} THEN {' AND '.join(bounds)} END THEN NULL"


def _is_no(kind: Kind, value: str) -> str:
    """The condition that a value is none of its kind."""
    match kind:
        case Kind.DATE:
            form = f"regexp_full_match({value}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
            return f"NOT {form} OR {value} < '0001' OR try_cast({value} AS DATE) IS NULL"
        case Kind.DATETIME:
            known = f"regexp_full_match({value}, '{_MOMENT}') AND {value} >= '0001'"
            return f"NOT ({known}) OR utc({value}) IS NULL OR year(utc({value})) NOT BETWEEN 1 AND 9999"
        case Kind.YEAR:
            return f"NOT regexp_full_match({value}, '[0-9]{{4}}') OR {value} = '0000'"
        case Kind.INTEGER:
            return f"NOT regexp_full_match({value}, '[+-]?[0-9]+') OR try_cast({value} AS BIGINT) IS NULL"
        case Kind.NUMBER:
            return f"NOT regexp_full_match({value}, '{_NUMBER}') OR length({value}) > 100"
        case _:
            return ""


def _cases_of_bounds(column: Column, value: str) -> list[str]:
    """Bounds are whole and not below zero (a test holds it), so that digits compare exactly."""
    cases = []
    decimal = column.kind is Kind.NUMBER
    digits = f"'0' || before_point({value})" if decimal else value
    whole = f"try_cast({digits} AS BIGINT)"
    if column.minimum is not None:
        negative = f"below_zero({value}) OR " if decimal else ""
        cases.append(f"WHEN {negative}{whole} < {column.minimum} THEN 'minimum'")
    if column.maximum is not None:
        more = f" OR ({whole} = {column.maximum} AND after_point({value}) <> '')" if decimal else ""
        cases.append(f"WHEN {whole} > {column.maximum}{more} THEN 'maximum'")
    return cases


def _listed(values: "tuple[str, ...] | list[str]") -> str:
    return ", ".join(text(value) for value in values)
