"""What an editor shows beside the words while they are written: how they read, and what they rest on."""

from collections.abc import Collection
from dataclasses import dataclass

from approvals.passages import Link, Paragraph, paragraphs
from approvals.readability import Readability, readability


@dataclass(frozen=True)
class LinkBox:
    """One legal paragraph to tick beside a public one. `value` is the link as the form sends it."""

    legal: Paragraph
    value: str
    is_chosen: bool


@dataclass(frozen=True)
class Measures:
    """`links` pairs each public paragraph with every legal one; empty without a legal text."""

    readability: Readability | None
    links: list[tuple[Paragraph, list[LinkBox]]]

    @classmethod
    def of(cls, text: str, legal_text: str, language: str, chosen: Collection[Link]) -> "Measures":
        legal = paragraphs(legal_text)
        links = [
            (public, [_box(public, each, chosen) for each in legal]) for public in paragraphs(text) if legal
        ]
        return cls(readability(text, language), links)


def side_by_side_links(text: str, legal_text: str) -> list[Link]:
    """Each paragraph with the one at its side: where a writer begins."""
    pairs = zip(paragraphs(text), paragraphs(legal_text), strict=False)
    return [(public.number - 1, legal.number - 1) for public, legal in pairs]


def _box(public: Paragraph, legal: Paragraph, chosen: Collection[Link]) -> LinkBox:
    link = (public.number - 1, legal.number - 1)
    return LinkBox(legal, f"{link[0]}-{link[1]}", link in chosen)
