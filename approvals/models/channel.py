"""Where words go out, and how long they may be there."""

import unicodedata

import regex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Channel(models.TextChoices):
    X = "x", _("X")
    BLUESKY = "bluesky", _("Bluesky")
    MASTODON = "mastodon", _("Mastodon")
    PRESS = "press", _("Press")
    FORUM = "forum", _("Forum")
    EMAIL = "email", _("E-mail")


# Longer than any press statement, and quick to compare word by word. No channel takes more.
LONGEST = 20_000
LIMITS = {Channel.X: 280, Channel.BLUESKY: 300, Channel.MASTODON: 500}

# X and Mastodon count every link as this many, whatever its real length.
LINK = 23

# twitter-text configuration v3: these code points weigh 1, all others 2.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2}|\ufe0f?\u20e3"
)
URL = regex.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]}»”’…]", regex.IGNORECASE)
# X links bare names, too. Its list of endings is long; these are the ones that people write.
BARE_URL = regex.compile(
    URL.pattern
    + r"|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    + r"(?:com|net|org|info|biz|edu|gov|io|co|app|dev|news|me|tv|ai|eu|uk|us|ca|de|fr|jp|kr|au)"
    + r"(?![\w.-]*\w)(?:/(?:[^\s<>\"]*[^\s<>\"'.,;:!?)\]}»”’…])?)?",
    regex.IGNORECASE,
)
REMOTE_MENTION = regex.compile(r"(?<![\w/])(@\w+(?:[\w.-]*\w)?)@[\w.-]*\w")


def limit_for(channel: str) -> int | None:
    """The longest text `channel` takes, in its own units; None when it sets no limit."""
    return LIMITS.get(Channel(channel))


def length_of(channel: str, text: str) -> int:
    """How long `text` is by the rules of `channel`: weighted for X, else graphemes, as a reader counts.

    X: https://docs.x.com/fundamentals/counting-characters (a URL weighs 23, an emoji 2 however it is built).
    Bluesky: app.bsky.feed.post, maxGraphemes. Mastodon: StatusLengthValidator (a URL counts 23, a mention
    counts without its server).
    """
    text = unicodedata.normalize("NFC", text)
    if channel == Channel.X:
        words, links = BARE_URL.subn("", text)
        return links * LINK + sum(_weight(each) for each in GRAPHEME.findall(words))
    if channel == Channel.MASTODON:
        text = REMOTE_MENTION.sub(r"\1", URL.sub("_" * LINK, text))
    return len(GRAPHEME.findall(text))


def too_long(channel: str, text: str) -> str:
    """By how much `channel` does not take `text`, in a sentence; empty when it does."""
    limit = limit_for(channel)
    over = length_of(channel, text) - limit if limit else 0
    if over <= 0:
        return ""
    sentence = ngettext(
        "This is %(over)d character too long for %(channel)s, which takes %(limit)d.",
        "This is %(over)d characters too long for %(channel)s, which takes %(limit)d.",
        over,
    )
    return sentence % {"over": over, "channel": Channel(channel).label, "limit": limit}


def _weight(grapheme: str) -> int:
    if EMOJI.search(grapheme):
        return 2
    return sum(1 if any(low <= ord(each) <= high for low, high in LIGHT) else 2 for each in grapheme)
