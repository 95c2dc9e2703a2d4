"""`python -m warroom.template_lint`: what a strict content policy and one htmx rule out of templates.

The browser would refuse most of these silently, in front of somebody under stress; here they are refused aloud.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

BANNED = {
    r"<script(?![^>]*\bsrc=)": "inline script: the content policy blocks it; write a custom element",
    r"<style\b": "inline style sheet: the content policy blocks it; write it in static/css",
    r"<[^>]*\sstyle\s*=": "style attribute: the content policy blocks it; write a class",
    r"<[^>]*\son[a-z]+\s*=": "event attribute: the content policy blocks it; write a custom element",
    r"\bhx-on\b": "hx-on evaluates text as code",
    r"=\s*[\"']\s*(js|javascript):": "js: values evaluate text as code",
    r"\bhx-trigger\s*=\s*(\"[^\"]*\[|'[^']*\[)": "a [filter] in hx-trigger evaluates text as code",
    r"\|\s*safe(seq)?\b": "|safe: what people type must stay escaped",
    r"\{%\s*autoescape\s+off": "autoescape off: what people type must stay escaped",
    r"(src|href)\s*=\s*[\"']\s*(https?:)?//(?![^\"']*\{)": "another host: everything we show, we serve",
}
# A link a person may follow is not something the page loads.
LINK = re.compile(r"<a\b[^>]*$", re.IGNORECASE)


def faults(text: str) -> Iterator[tuple[int, str]]:
    """(line number, what is wrong) for every fault in one template."""
    text = re.sub(r"\{#.*?#\}", "", text)
    for pattern, reason in BANNED.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if reason.startswith("another host") and LINK.search(text[: match.start()]):
                continue
            yield text.count("\n", 0, match.start()) + 1, reason


def main(root: Path = Path()) -> int:
    templates = [
        path
        for path in sorted(root.glob("**/templates/**/*.html"))
        if not any(part.startswith(".") for part in path.relative_to(root).parts)
    ]
    found = [f"{path}:{line}: {why}" for path in templates for line, why in faults(path.read_text())]
    print("\n".join(found) if found else f"{len(templates)} templates hold nothing a strict policy forbids.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
