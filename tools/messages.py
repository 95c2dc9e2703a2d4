"""`bin/messages`: brings every catalogue in locale/ up to the sources, and compiles it.

In Python alone, because msgmerge and msgfmt are on few laptops. The compiled catalogues are kept in the repository,
so that nothing which runs the product has to make them; tests/warroom/test_messages.py says when they are old.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
NOT_READ_BY_PEOPLE = {"bench", "deploy", "docs", "locale", "staticfiles", "tests", "tools"}

CALLS = dict.fromkeys(("_", "gettext", "gettext_lazy"))
CALLS |= dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
CALLS |= dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
CALLS |= dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Python and templates, in the order of their names; relative to `root`."""
    found = sorted(path.relative_to(root) for path in chain(root.rglob("*.py"), root.rglob("*.html")))
    yield from (path for path in found if path.parts[0] not in NOT_READ_BY_PEOPLE and path.parts[0][0] != ".")


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, list[str]]]:
    """(message, or singular and plural; context; what translators are told) for each one in a file."""
    text = path.read_text()
    if path.suffix == ".html":
        # As Django reads it itself; without the margins, which as Python would be an error.
        text = re.sub(r"^[^\S\n]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
    for _line, message, comments, context in extract(
        "python", BytesIO(text.encode()), keywords=CALLS, comment_tags=("Translators",)
    ):
        yield message, context, comments


def extracted(root: Path = ROOT) -> Catalog:
    """Every message in the sources, untranslated."""
    catalog = Catalog(project="war-room")
    for path in sources(root):
        for message, context, comments in messages_in(root / path):
            catalog.add(message, locations=[(str(path), 0)], auto_comments=comments, context=context)
    return catalog


def read(po: Path) -> Catalog:
    """A catalogue as it stands. Raises babel's PoFileError where it is no catalogue."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name, abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def refresh(po: Path, template: Catalog) -> tuple[int, int]:
    """Bring one catalogue up to the sources and compile it. How many messages it has, and how many untranslated.

    What is gone from the sources goes; nothing is guessed from what looks alike.
    """
    catalog = read(po)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    with po.open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    po.with_suffix(".mo").write_bytes(compiled(catalog))
    return len(catalog), len(untranslated(catalog))


def untranslated(catalog: Catalog) -> list[Message]:
    """Those without words in some form, and those whose words are a guess."""
    return [each for each in catalog if each.id and (each.fuzzy or not all(forms(each.string)))]


def forms(words: str | Sequence[str] | None) -> Sequence[str]:
    """A message, or its translation, in each of its grammatical numbers."""
    return [words or ""] if words is None or isinstance(words, str) else words


def main() -> int:
    template = extracted()
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        number, missing = refresh(po, template)
        print(f"{po.relative_to(ROOT)}: {number} messages, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
