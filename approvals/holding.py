"""The holding statement that is already waiting when a room opens.

Each says, in words a stranger would use: we see what this is like for you, what we know, what we do not know
yet, what we are doing, and when we speak next (after the CDC's "Crisis and Emergency Risk Communication":
be first, be right, show you care, promise only what you will do). They hold no blanks, because blanks that
nobody filled have gone out before; they fit a post on X; they claim nothing that a room just opened cannot
know.
"""

from dataclasses import dataclass

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from approvals.models import Channel
from incidents.models import Kind


@dataclass(frozen=True)
class Holding:
    """A first statement: its words, in which language, and where they go."""

    text: str
    channels: tuple[Channel, ...]
    language: str


WORDS = {
    Kind.LEGAL_THREAT: _(
        "Many of you are upset about a step our lawyers took, and we understand why. We are finding out what "
        "was sent and why, and will speak with the people it went to. We do not have the whole story yet. "
        "We will say more here within the hour."
    ),
    Kind.PRODUCT_SAFETY: _(
        "We have heard reports that one of our products may be unsafe. If you are worried, please stop using "
        "it. We are checking every report and do not yet know the cause. Your safety comes first. "
        "We will say more here within the hour."
    ),
    Kind.SERVICE_OUTAGE: _(
        "Some of you cannot use our service right now, and we are sorry. Our engineers are working on it. "
        "We do not yet know the cause or how long it will take. We will say more here within 30 minutes."
    ),
    Kind.DATA_BREACH: _(
        "We are looking into reports that someone may have reached data they should not have. We know how "
        "worrying this is. We do not yet know what happened or who is affected. If you are, we will tell you "
        "directly. We will say more here within the hour."
    ),
    Kind.EMPLOYEE_CONDUCT: _(
        "We have seen what is being said about the conduct of one of our people, and we take it seriously. "
        "We are finding out what happened and will listen to those affected. We do not have all the facts "
        "yet. We will say more here today."
    ),
    Kind.MISINFORMATION: _(
        "You may have seen claims about us that worry you. We are checking each one and will say plainly what "
        "is true and what is not, with our sources. Until then, please wait before sharing. "
        "We will say more here within the hour."
    ),
    Kind.OTHER: _(
        "We know about this, and we understand why you are concerned. We are finding out what happened. "
        "We do not have the whole story yet, and we would rather be right than fast. "
        "We will say more here within the hour."
    ),
}

SOCIAL = (Channel.BLUESKY, Channel.MASTODON, Channel.X)

CHANNELS = {
    Kind.LEGAL_THREAT: (Channel.FORUM, Channel.X),
    Kind.PRODUCT_SAFETY: (Channel.PRESS, Channel.X),
    Kind.SERVICE_OUTAGE: SOCIAL,
    Kind.DATA_BREACH: (Channel.EMAIL, Channel.PRESS, Channel.X),
    Kind.EMPLOYEE_CONDUCT: (Channel.PRESS, Channel.X),
    Kind.MISINFORMATION: SOCIAL,
    Kind.OTHER: (Channel.X,),
}


def holding_for(kind: Kind) -> Holding:
    """The template for `kind`, in the language of whoever opens the room when it has been translated."""
    text = str(WORDS[kind])
    with override("en"):
        is_english = text == str(WORDS[kind])
    return Holding(text, CHANNELS[kind], "en" if is_english else get_language() or "en")
