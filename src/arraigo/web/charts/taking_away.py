"""A chart by itself: an SVG that stands alone, and a picture of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib import import_module

from django.template.loader import render_to_string

from ..components import Component
from .lines import wrapped

_DRAWING = re.compile(r'<svg class="(?:wide|only)".*?</svg>', re.DOTALL)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LINKS = re.compile(r"</?a(?: [^>]*)?>")
_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'
_SIDE, _LINE = 24, 18


class NothingDrawn(LookupError):
    """The chart has too few points to be drawn."""


class NoPictures(RuntimeError):
    """This installation has no library that makes a picture of an SVG (the extra ``pictures``)."""


def as_svg(chart: Component, title: str, lines: Sequence[str] = (), foot: str = "") -> str:
    """
    The wide drawing of a chart as a document: title above, how to read it, where it comes from below.

    :raises NothingDrawn: when there is no drawing.
    """
    found = _DRAWING.search(render_to_string(chart.template, {"it": chart}))
    box = found and _BOX.search(found[0])
    if not found or not box:
        raise NothingDrawn(title)
    width, height = float(box[1]), float(box[2])
    heading = wrapped(title, round(width / 8.4))
    reading = [each for line in lines for each in wrapped(line, round(width / 6.6))]
    feet = wrapped(foot, round(width / 6.2)) if foot else []
    above = 12 + 22 * len(heading) + _LINE * len(reading)
    whole = above + height + 12 + _LINE * len(feet)
    drawing = _LINKS.sub("", found[0]).replace(
        "<svg ", f'<svg x="{_SIDE}" y="{above}" width="{width:g}" height="{height:g}" ', 1
    )
    said = [
        *(_text(26 + 22 * place, words, 16, "#1b1e27") for place, words in enumerate(heading)),
        *(
            _text(24 + 22 * len(heading) + _LINE * place, words, 13, "#474d5b")
            for place, words in enumerate(reading)
        ),
        *(
            _text(above + height + 16 + _LINE * place, words, 12, "#626775")
            for place, words in enumerate(feet)
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * _SIDE:g}" height="{whole:g}" '
        f'viewBox="0 0 {width + 2 * _SIDE:g} {whole:g}" font-family="{escape(_FONT)}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(said)}{drawing}</svg>'
    )


def _text(y: float, words: str, size: int, ink: str) -> str:
    weight = ' font-weight="600"' if size > 13 else ""
    return f'<text x="{_SIDE}" y="{y:g}" font-size="{size}"{weight} fill="{ink}">{escape(words)}</text>'


def may_be_pictured() -> bool:
    """Whether this installation can make pictures."""
    try:
        import_module("resvg_py")
    except ImportError:
        return False
    return True


def as_png(svg: str, zoom: int = 2) -> bytes:
    """
    A picture of an SVG, ``zoom`` times its size. The letters are those of the machine's fonts.

    :raises NoPictures: when the library is not there.
    """
    try:
        library = import_module("resvg_py")
    except ImportError as missing:
        raise NoPictures("resvg-py is not installed") from missing
    return bytes(library.svg_to_bytes(svg_string=svg, zoom=zoom, font_family="DejaVu Sans"))
