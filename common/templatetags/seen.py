"""The text on the screen is the text that is signed: what cannot be seen in it is shown as a mark."""

import unicodedata
from collections.abc import Iterator

import regex
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.text import AT_HOME, BIDI, CONTROL, INVISIBLE

register = template.Library()

# Blanks that are not the one of the space bar: a word with one in it is found by no search, breaks at no line's
# end, or is two words that look like one. The Braille blank and the place of a missing object look empty, too.
BLANK = r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\ufffc]"
UNSEEN = regex.compile(
    f"(?P<home>{AT_HOME.pattern})"
    f"|(?P<turns>{BIDI.pattern}|{CONTROL.pattern})"
    f"|(?P<blank>{BLANK})"
    f"|(?P<hides>{INVISIBLE.pattern})"
)


@register.filter
def seen(text: str) -> SafeString:
    """`text` as HTML, in which every character that nobody could see, or that turns the reading direction, is a
    mark with its code point. None is left out, and none of those that turn others is left in."""
    return format_html_join("", "{}", ((part,) for part in _parts(str(text))))


def _parts(text: str) -> Iterator[str]:
    end = 0
    for match in UNSEEN.finditer(text):
        if match["home"] is None:
            yield text[end : match.start()]
            yield _mark(match[0], str(match.lastgroup))
            end = match.end()
    yield text[end:]


def _mark(character: str, kind: str) -> SafeString:
    """The character itself where it does no harm, so that what is copied is what was signed."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    body = "\N{REPLACEMENT CHARACTER}" if kind == "turns" else character
    looks = "char char--blank" if kind == "blank" else "char"
    return format_html(
        '<mark class="{}" data-code="{}" title="{} {}">{}</mark>', looks, code, code, name, body
    )
