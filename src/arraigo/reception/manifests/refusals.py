"""Why a file is not read at all: one exception for each reason, with a stable code and its words."""

from __future__ import annotations

from arraigo.core.errors import Refused

from .messages import sentence


class ManifestRefused(Refused):
    """
    A file that cannot be read as an arrivals list. ``code`` is stable; ``params`` are what its sentence names.

    ``str()`` is the sentence in the active language: what the file is, and what to do now.
    """

    code = "not_a_spreadsheet"
    field = "file"

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.code)
        self.params = params

    def message(self, lang: str | None = None) -> str:
        """Reason and remedy in 'es' or 'en', the active language by default."""
        parts = (
            sentence("manifest_refusal", self.code, part, self.params, lang) for part in ("reason", "remedy")
        )
        return " ".join(parts)

    def __str__(self) -> str:
        return self.message()


class NotASpreadsheet(ManifestRefused):
    """A picture, a PDF, a text document, or bytes of no known kind."""

    code = "not_a_spreadsheet"


class OtherFormat(ManifestRefused):
    """A spreadsheet of a format that is not read: .xlsb, .ods, .numbers, HTML or XML called .xls."""

    code = "other_format"


class OldExcel(ManifestRefused):
    """A binary workbook of Excel 97-2003."""

    code = "old_excel"


class PasswordProtected(ManifestRefused):
    """The file is encrypted."""

    code = "password_protected"


class EmptyFile(ManifestRefused):
    """No bytes, or no cell with anything in it."""

    code = "empty_file"


class NoRows(ManifestRefused):
    """Headers and nobody below them."""

    code = "no_rows"


class NoHeader(ManifestRefused):
    """No row that looks like the headers of a list of people."""

    code = "no_header"


class NoSuchSheet(ManifestRefused):
    """The sheet asked for is not in the workbook."""

    code = "no_such_sheet"


class TooLarge(ManifestRefused):
    """More bytes than the limit; known before anything is read."""

    code = "too_large"


class ExpandsTooMuch(ManifestRefused):
    """A zip bomb, or a workbook that unpacks like one."""

    code = "expands_too_much"


class TooManyRows(ManifestRefused):
    """More rows with data than the limit."""

    code = "too_many_rows"


class TooManyColumns(ManifestRefused):
    """Data in more columns than the limit."""

    code = "too_many_columns"


class Damaged(ManifestRefused):
    """A workbook that is cut, broken, or holds XML that no spreadsheet writes, such as entity declarations."""

    code = "damaged"


class UnknownField(ManifestRefused):
    """A mapping names a field that there is not."""

    code = "unknown_field"
    field = "mapping"


class UnknownColumn(ManifestRefused):
    """A mapping names a header that the list does not have."""

    code = "unknown_column"
    field = "mapping"
