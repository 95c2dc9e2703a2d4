"""The public words beside the legal ones, paragraph by paragraph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")

Link = tuple[int, int]


@dataclass(frozen=True)
class Paragraph:
    """`number` counts from 1, as people do."""

    number: int
    text: str


@dataclass(frozen=True)
class Passage:
    """What the public reads, and what it rests on. One of the two may be missing."""

    public: Paragraph | None
    legal: tuple[Paragraph, ...]


def paragraphs(text: str) -> list[Paragraph]:
    """What blank lines divide."""
    parts = [part for part in BLANK_LINES.split(text.strip()) if part.strip()]
    return [Paragraph(number, part) for number, part in enumerate(parts, start=1)]


def known_links(links: Iterable[Link], text: str, legal_text: str) -> tuple[Link, ...]:
    """Of `links` (paragraph of `text`, paragraph of `legal_text`; from 0) those between paragraphs that are
    there, each once and in order."""
    public, legal = len(paragraphs(text)), len(paragraphs(legal_text))
    return tuple(
        sorted({(here, there) for here, there in links if 0 <= here < public and 0 <= there < legal})
    )


def side_by_side(text: str, legal_text: str, links: Iterable[Link]) -> list[Passage]:
    """Every public paragraph in order with the legal ones it rests on; then legal ones nothing rests on."""
    links, legal = list(links), paragraphs(legal_text)
    passages = [
        Passage(public, tuple(each for each in legal if (public.number - 1, each.number - 1) in links))
        for public in paragraphs(text)
    ]
    used = {there for _here, there in links}
    return passages + [Passage(None, (each,)) for each in legal if each.number - 1 not in used]
