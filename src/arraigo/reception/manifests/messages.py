"""What the reader says to people: sentences from the content, in the language asked for, with their words filled in."""

from __future__ import annotations

from collections.abc import Mapping

from arraigo.core import content

Params = Mapping[str, str | int]

MONTHS: dict[str, tuple[str, ...]] = {
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def sentence(list_code: str, code: str, part: str, params: Params, lang: str | None = None) -> str:
    """
    One sentence of a fault or refusal: its ``label``, ``reason`` or ``remedy``.

    ``lang`` is 'es' or 'en', the active language by default. Beside the params as they are, the words may be
    ``{month_name}`` (of the param ``month``) and ``{id_number}`` (of the param ``country``).
    """
    lang = lang or content.active_language()
    item = content.codelist(list_code).item(code)
    text = item.label if part == "label" else item.get(part)
    template = str(getattr(text, lang))
    words = template.format_map(_Words(_spoken(params, lang)))
    return words[:1].upper() + words[1:] if template.startswith("{id_number}") else words


class _Words(dict[str, str]):
    """A word that nobody gave stays out of the sentence instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _spoken(params: Params, lang: str) -> dict[str, str]:
    spoken = {key: str(value) for key, value in params.items()}
    if "limit" in params:
        spoken["limit"] = f"{params['limit']:,}"
    if "month" in params:
        name = MONTHS[lang][int(params["month"]) - 1]
        spoken["month_name"] = name[:1].upper() + name[1:]
    if "country" in params:
        spoken["id_number"] = _id_number(str(params["country"]), lang)
    return spoken


def _id_number(country: str, lang: str) -> str:
    """What people of a country call the number of their identity document; a plain word where it has no pack."""
    try:
        return str(getattr(content.country(country).national_id.number, lang))
    except LookupError:
        return {"es": "número de documento", "en": "document number"}[lang]
