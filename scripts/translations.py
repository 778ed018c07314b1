"""
The catalogues of the interface: src/arraigo/locale/{es,en}/LC_MESSAGES/django.po and what is compiled from them.

    scripts/translations.py check         every text of the source is in both languages, and nothing else is
    scripts/translations.py merge [DIR]   bring both up to date with the source; take in the loose .po files of DIR
    scripts/translations.py compile       write the .mo files, which are kept in the repository

Texts are read out of the source by gettext's programs (Debian: gettext). Compiling needs only Babel, so that whoever
installs the package needs neither.
"""

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
LOCALE = SOURCE / "arraigo" / "locale"
LANGUAGES = {"es": "Spanish", "en": "English"}

HEADER = """\
# The {language} of Arraigo's interface. Kept by scripts/translations.py: sorted by the source text.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

UNWANTED = {
    "es": re.compile(r"[¡!]|\bdeporta|\berror(es)?\b|\bbeneficiari", re.IGNORECASE),
    "en": re.compile(r"!|\bdeport|\berrors?\b|\bbeneficiar", re.IGNORECASE),
}
"""Words and signs that no text of ours has (docs/style.md, section 3)."""

_PLACEHOLDER = re.compile(r"%\(\w+\)[-#0-9.]*[a-z]|%[sd]|\{\w*\}")

Forms = tuple[str, ...]
"""A text as its one form, or as its singular and its plural."""

Key = tuple[str, str]
"""Context and source text; a text with plural forms goes by its singular."""


def main(arguments: list[str]) -> int:
    """Do what the command line says; give back the exit code."""
    match arguments:
        case ["check"]:
            return check()
        case ["merge", *folders] if len(folders) <= 1:
            return merge(Path(folders[0]) if folders else None)
        case ["compile"]:
            return compile_all()
    print(__doc__, file=sys.stderr)
    return 2


def check() -> int:
    """Print all that is wrong with the catalogues."""
    problems = [problem for code in LANGUAGES for problem in problems_of(code)]
    if shutil.which("xgettext"):
        template = extracted()
        problems += [problem for code in LANGUAGES for problem in gaps(code, template)]
    else:
        print("gettext is not installed: not compared with the source (apt install gettext)", file=sys.stderr)
    for problem in problems:
        print(problem)
    if problems:
        print(f"\n{len(problems)} to mend; «make messages» brings the catalogues up to date with the source.")
    return 1 if problems else 0


def merge(folder: Path | None) -> int:
    """Write both catalogues anew from the source, with the translations there are; name what is still missing."""
    template = extracted()
    known = entries(read(LOCALE / "es" / "LC_MESSAGES" / "django.po"))
    known |= loose_entries(sorted(folder.iterdir())) if folder else {}
    spanish = [filled(message, known.get(key_of(message), ())) for message in messages(template)]
    write("es", spanish)
    write("en", [filled(message, forms(message.id)) for message in messages(template)])
    compile_all()
    missing = [message for message in spanish if not all(forms(message.string))]
    for message in missing:
        print(f"no Spanish yet: {shown(key_of(message))}   ({where(message)})")
    print(f"{len(spanish)} texts, {len(missing)} without Spanish.")
    return 1 if missing else 0


def compile_all() -> int:
    """Write the .mo files."""
    for code in LANGUAGES:
        mo_file(code).write_bytes(compiled(code))
    return 0


def problems_of(code: str) -> Iterator[str]:
    """What is wrong with a catalogue by itself."""
    for message in messages(read(po_file(code))):
        said = f"{code}: {shown(key_of(message))}"
        if message.fuzzy:
            yield f"{said}: marked fuzzy; look at it and take the mark away"
        if not all(forms(message.string)):
            yield f"{said}: no translation"
            continue
        yield from (f"{said}: {problem}" for problem in mismatches(message, code))
    if not mo_file(code).exists() or mo_file(code).read_bytes() != compiled(code):
        yield f"{code}: django.mo is not what django.po gives; run scripts/translations.py compile"


def mismatches(message: Message, code: str) -> Iterator[str]:
    """Where a translation does not fit its source: placeholders, ends, words that are not ours."""
    wanted = {mark for form in forms(message.id) for mark in _PLACEHOLDER.findall(form)}
    translations = forms(message.string)
    for number, form in enumerate(translations):
        marks = set(_PLACEHOLDER.findall(form))
        may_lack = message.pluralizable and number == 0  # "one day" may be a word
        if marks - wanted or (wanted - marks and not may_lack):
            yield f"the placeholders differ: {sorted(wanted)} in the source, {sorted(marks)} here"
        if form.endswith("\n") != forms(message.id)[0].endswith("\n"):
            yield "one ends with a new line and the other does not"
        if found := UNWANTED[code].search(form):
            yield f"«{found[0]}» is not how we speak"


def gaps(code: str, template: Catalog) -> Iterator[str]:
    """What the source has and the catalogue lacks, and the other way round."""
    needed = {key_of(message): message for message in messages(template)}
    there = entries(read(po_file(code)))
    for key in needed.keys() - there.keys():
        yield f"{code}: {shown(key)}: is in the source ({where(needed[key])}), not in the catalogue"
    for key in there.keys() - needed.keys():
        yield f"{code}: {shown(key)}: is in the catalogue, no longer in the source"


def extracted() -> Catalog:
    """All texts of the source, as Django's ``makemessages`` finds them."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["ARRAIGO_HOME"] = temporary
        os.environ["DJANGO_SETTINGS_MODULE"] = "arraigo.site.settings"
        sys.path.insert(0, str(SOURCE))
        import django
        from django.conf import settings
        from django.core.management import call_command

        locale = Path(temporary) / "locale"
        locale.mkdir()
        settings.LOCALE_PATHS = [locale]
        os.chdir(SOURCE)
        django.setup()
        with redirect_stdout(io.StringIO()):
            call_command(
                "makemessages",
                locale=["en"],
                extensions=["py", "html", "txt", "svg"],
                ignore_patterns=["arraigo/locale"],
                add_location="file",
                no_wrap=True,
            )
        return read(locale / "en" / "LC_MESSAGES" / "django.po")


def loose_entries(files: Iterable[Path]) -> dict[Key, Forms]:
    """The translations of loose files, which may lack a header; tells where two of them disagree."""
    found: dict[Key, Forms] = {}
    origin: dict[Key, Path] = {}
    for file in files:
        try:
            translations = entries(read(file))
        except PoFileError as wrong:
            sys.exit(f"{file}: {wrong}")
        for key, string in translations.items():
            if not all(string):
                continue
            if found.setdefault(key, string) != string:
                print(f"two translations of {shown(key)}:")
                print(f"    {found[key]!r} ({origin[key].name}), {string!r} ({file.name})")
            origin.setdefault(key, file)
    return found


def entries(catalog: Catalog) -> dict[Key, Forms]:
    """The translations of a catalogue."""
    return {key_of(message): forms(message.string) for message in messages(catalog)}


def messages(catalog: Catalog) -> list[Message]:
    """The texts of a catalogue without its header, in a lasting order."""
    return sorted((message for message in catalog if message.id), key=key_of)


def key_of(message: Message) -> Key:
    return (message.context or "", forms(message.id)[0])


def forms(text: str | Iterable[str] | None) -> Forms:
    """A text as Babel gives it, as its one or two forms."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def filled(message: Message, translation: Forms) -> Message:
    """The text of the source with a translation, and without what only its extraction needed."""
    wanted = 2 if message.pluralizable else 1
    if len(translation) != wanted:
        if translation:
            print(f"{shown(key_of(message))}: {wanted} forms wanted, {len(translation)} given")
        translation = ("",) * wanted
    return Message(
        message.id,
        translation if message.pluralizable else translation[0],
        locations=sorted(set(message.locations)),
        flags=message.flags - {"fuzzy"},
        auto_comments=message.auto_comments,
        context=message.context,
    )


def read(file: Path) -> Catalog:
    """A catalogue from its file; an empty one where there is none."""
    if not file.exists():
        return Catalog(locale="es")
    with file.open(encoding="utf-8") as lines:
        return read_po(lines, locale="es", abort_invalid=True)


def write(code: str, texts: list[Message]) -> None:
    """Write a catalogue with our own header: one without dates, so that it changes only when a text does."""
    catalog = Catalog(locale=code)
    for message in texts:
        catalog[message.id] = message
    written = io.BytesIO()
    write_po(written, catalog, omit_header=True, width=0, include_lineno=False)
    po_file(code).parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(language=LANGUAGES[code], code=code)
    po_file(code).write_text(header + written.getvalue().decode(), encoding="utf-8")


_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def compiled(code: str) -> bytes:
    """What the .mo file of a language must hold."""
    written = io.BytesIO()
    with po_file(code).open("rb") as lines:
        catalogue = read_po(lines, locale=code)
    # The catalogue names no day, and Babel would put today's: the same texts must give the same file.
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    write_mo(written, catalogue)
    return written.getvalue()


def po_file(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def mo_file(code: str) -> Path:
    return po_file(code).with_suffix(".mo")


def shown(key: Key) -> str:
    context, text = key
    short = text if len(text) <= 90 else text[:87] + "..."
    return f"«{short}»" + (f" [{context}]" if context else "")


def where(message: Message) -> str:
    return ", ".join(sorted({file for file, _ in message.locations})[:2])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
