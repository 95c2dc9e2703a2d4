"""Statements in every state, made by the deeds that people use."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from approvals.actions.attachments import add_attachment
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.actions.statements import draft_statement
from approvals.models import Attachment, Revision, Statement, StatementKind
from incidents.actions.rooms import set_clock
from incidents.models import Fact, Incident
from tests.cast import Cast

WORDS = "We are talking to the owner of the site."


def a_draft(cast: Cast, room: Incident, *, citing: Sequence[Fact] = (), **fields: Any) -> Statement:
    """A post for X and the forum that the lead wrote."""
    wanted: dict[str, Any] = {
        "title": "First answer",
        "kind": StatementKind.POST,
        "text": WORDS,
        "channels": ["x", "forum"],
        "citations": citing,
        "by": cast.lead,
    }
    return draft_statement(room, **(wanted | fields))


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


def an_attachment(
    cast: Cast, room: Incident, *, name: str = "letter.png", content: bytes = PNG
) -> Attachment:
    return add_attachment(room, name=name, content=content, by=cast.lead)


def rewrite(statement: Statement, text: str, **fields: Any) -> Revision:
    """The next revision, with the same channels and citations unless told otherwise."""
    current = statement.current
    wanted: dict[str, Any] = {
        "text": text,
        "channels": current.channels,
        "citations": [cited.fact for cited in current.citations.all()],
        "based_on": current.number,
    }
    return save_revision(statement, **(wanted | fields))


def ask(cast: Cast, statement: Statement) -> Revision:
    """The current revision, put before its desks by the lead."""
    request_sign_off(statement, seen_sha=statement.current.sha256, by=cast.lead)
    return statement.current


def wait(cast: Cast, room: Incident, minutes: int) -> None:
    """Let the room's clock run on, as only an exercise's can."""
    Incident.objects.filter(pk=room.pk).update(is_exercise=True)
    set_clock(room, now=room.now() + timedelta(minutes=minutes), by=cast.lead)
    room.refresh_from_db()


def an_asked_revision(cast: Cast, room: Incident, **fields: Any) -> Revision:
    return ask(cast, a_draft(cast, room, **fields))


def a_signed_revision(cast: Cast, room: Incident, **fields: Any) -> Revision:
    """Signed by comms and counsel."""
    revision = an_asked_revision(cast, room, **fields)
    for person in (cast.comms, cast.counsel):
        sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=person)
    return Revision.objects.get(pk=revision.pk)
