"""What view tests share: a room in which every route leads somewhere, and a record of all that could change."""

from typing import Any

from incidents.actions.calls import log_call
from incidents.actions.facts import post_fact
from incidents.actions.questions import ask_question
from incidents.actions.strands import create_strand
from incidents.models import Fact, Incident, Participant, Promise, Question, Strand, Stream, TimelineEntry
from tests.cast import Cast


def furnish(cast: Cast, room: Incident) -> dict[str, str]:
    """Put one thing of each kind into the room, and a privileged twin. Returns their refs by kind: "fact",
    "privileged fact"."""
    create_strand(room, name="Counterfeit goods", by=cast.lead)
    refs = {}
    for prefix, stream in ("", Stream.WORKING), ("privileged ", Stream.PRIVILEGED):
        said: dict[str, Any] = {"by": cast.counsel, "stream": stream}
        promised = {"with_whom": "the owner", "promised": "an answer", "promised_by": room.now()}
        refs |= {
            f"{prefix}fact": post_fact(room, text="The letter was sent.", **said).ref,
            f"{prefix}question": ask_question(room, text="Who sent it?", **said).ref,
            f"{prefix}call": log_call(room, **promised, **said).ref,
        }
    return refs


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that a deed in a room can touch."""
    models = (Incident, Participant, Strand, TimelineEntry, Fact, Question, Promise)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
