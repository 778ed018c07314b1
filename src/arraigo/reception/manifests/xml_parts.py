"""Reading the XML of a workbook as a stream, with nothing in it that a spreadsheet program does not write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from .refusals import Damaged

Attributes = dict[str, str]

LONGEST_TOKEN = 8_000_000
"""Bytes of one tag, comment or run of text; the longest text that a cell may hold has 32,767 characters."""


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def parse(
    chunks: Iterable[bytes],
    file_name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """
    Call the handlers for each element of a part.

    Declarations are refused, not skipped: entities are how a few bytes become gigabytes or read other files, and
    workbooks have none.

    :raises Damaged: for XML that is broken or declares anything.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise Damaged(file=file_name)

    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            # A tag or comment that does not end is read again from its start with every piece that comes.
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                refuse()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(file=file_name) from error


def elements(content: bytes, file_name: str) -> list[tuple[str, Attributes]]:
    """All elements of a small part: local name and attributes (by local name), in order; none of a missing one."""
    found: list[tuple[str, Attributes]] = []
    if not content:
        return found

    def start(name: str, attributes: Attributes) -> None:
        found.append((local(name), {local(key): value for key, value in attributes.items()}))

    parse([content], file_name, start)
    return found
