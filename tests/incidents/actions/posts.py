"""The six things people post, each in its fewest words, and how to count them."""

from typing import Any, Protocol

from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.facts import post_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import ask_question
from incidents.actions.signals import post_signal
from incidents.models import Incident, TimelineEntry


class Post(Protocol):
    def __call__(self, incident: Incident, **said: Any) -> TimelineEntry: ...


def as_entry(row: Any) -> TimelineEntry:
    """The entry behind what an action returned: itself, or a fact's or a question's."""
    return row if isinstance(row, TimelineEntry) else row.entry


POSTS: dict[str, Post] = {
    "note.posted": lambda room, **said: post_note(room, **{"text": "words", **said}),
    "signal.posted": lambda room, **said: post_signal(room, **{"text": "words", "source": "a forum", **said}),
    "fact.posted": lambda room, **said: as_entry(post_fact(room, **{"text": "words", **said})),
    "decision.made": lambda room, **said: make_decision(room, **{"text": "words", **said}),
    "call.logged": lambda room, **said: log_call(room, **{"text": "words", "with_whom": "the owner", **said}),
    "question.asked": lambda room, **said: as_entry(ask_question(room, **{"text": "words", **said})),
}


def told(room: Incident, type_name: str = "") -> list[TimelineEntry]:
    """The room's entries in order; of one type, when it is named."""
    entries = TimelineEntry.objects.filter(incident=room).told()
    return list(entries.filter(type=type_name) if type_name else entries)
