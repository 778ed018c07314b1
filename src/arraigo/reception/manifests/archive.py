"""
The parts of a zipped workbook, unpacked only as far as the limits allow.

Sizes that a zip file declares are believed when they are too large; what counts otherwise is what comes out while it
unpacks, over all parts.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from .refusals import Damaged, ExpandsTooMuch, PasswordProtected
from .sheets import Limits

CHUNK = 1 << 18
HIGHEST_RATIO = 300
"""Cells name their place, so no two are alike: worksheets shrink to a tenth, at the best to a hundredth."""
ENCRYPTED = 0x1
SMALL_PART = 50_000_000
"""Bytes of an index or of the styles of a workbook: more than any program writes."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)
"""What ``zipfile`` raises for archives that are cut, forged or use a method that no spreadsheet program writes."""


class Archive:
    """
    A zip file in memory.

    :raises Damaged: when it is no whole zip file.
    :raises ExpandsTooMuch: when it has too many entries, or unpacks to more than the limit.
    :raises PasswordProtected: when a part that is read is encrypted.
    """

    def __init__(self, content: bytes, file_name: str, limits: Limits) -> None:
        self.file_name = file_name
        self._left = limits.inflated_bytes
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            entries = self._zip.infolist()
        except BROKEN as error:
            raise Damaged(file=file_name) from error
        if len(entries) > limits.entries or _swells(entries, limits):
            raise ExpandsTooMuch(file=file_name)
        self._entries = {_plain(entry.filename): entry for entry in entries}

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts, lower case, with forward slashes and without the first one."""
        return frozenset(self._entries)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a part, piece by piece; nothing for a part that is not there."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            return
        if entry.flag_bits & ENCRYPTED:
            raise PasswordProtected(file=self.file_name)
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except BROKEN as error:
            raise Damaged(file=self.file_name) from error

    def read(self, name: str) -> bytes:
        """A whole part; for the small ones."""
        content = bytearray()
        for chunk in self.chunks(name):
            content += chunk
            if len(content) > SMALL_PART:
                raise ExpandsTooMuch(file=self.file_name)
        return bytes(content)

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise ExpandsTooMuch(file=self.file_name)


def _swells(entries: list[zipfile.ZipInfo], limits: Limits) -> bool:
    """Whether the sizes that the file itself declares are those of no workbook."""
    if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
        return True
    return any(
        entry.file_size > SMALL_PART and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )


def _plain(name: str) -> str:
    # Some programs write backslashes, a leading slash or another case than their own index says.
    return name.replace("\\", "/").lstrip("/").lower()
