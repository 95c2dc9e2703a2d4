"""Reading rendered entries as a browser does: by their ids, in their order."""

import re
from collections.abc import Iterable

ARTICLE = re.compile(r'<article\b[^>]*\bid="entry-(?P<ref>[bwp][0-9]+)".*?</article>', re.DOTALL)


def articles_in(html: str) -> dict[str, str]:
    """Every entry's own HTML, byte for byte, by its reference ("w12"), in the order of the page."""
    return {match["ref"]: match[0] for match in ARTICLE.finditer(html)}


def article_ids(articles: Iterable[str]) -> list[str]:
    return [ref for article in articles for ref in articles_in(article)]
