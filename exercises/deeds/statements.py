from typing import Annotated

from accounts.models import User
from approvals.actions import reviews, revisions, sign_offs, statements
from approvals.models import Channel, Statement, StatementKind
from exercises.deeds.registry import deed
from exercises.fields import Named
from exercises.stage import Stage
from incidents.models import Fact

NamedStatement = Annotated[Statement, Named("statement")]
NamedFacts = Annotated[list[Fact], Named("fact")]


@deed(makes="statement")
def draft_statement(
    stage: Stage,
    *,
    title: str,
    kind: StatementKind,
    text: str,
    channels: list[Channel],
    cites: NamedFacts | None = None,
    language: str = "en",
    by: User,
    strands: list[str],
) -> Statement:
    return statements.draft_statement(
        stage.room,
        title=title,
        kind=kind,
        text=text,
        channels=channels,
        citations=cites or (),
        language=language,
        strands=strands,
        by=by,
    )


@deed()
def save_revision(
    stage: Stage,
    *,
    statement: NamedStatement,
    text: str,
    channels: list[Channel],
    cites: NamedFacts | None = None,
    language: str = "en",
    note: str = "",
    by: User,
) -> None:
    """Writes the next revision over the current one."""
    revisions.save_revision(
        statement,
        text=text,
        channels=channels,
        citations=cites or (),
        language=language,
        note=note,
        based_on=statement.current.number,
        by=by,
    )


# The cast reads what it signs: every deed below is about the current revision.


@deed()
def request_sign_off(stage: Stage, *, statement: NamedStatement, by: User) -> None:
    sign_offs.request_sign_off(statement, seen_sha=statement.current.sha256, by=by)


@deed()
def sign_off(stage: Stage, *, statement: NamedStatement, by: User) -> None:
    revisions.mark_seen(statement.current, by=by)
    current = statement.current
    sign_offs.sign_off(current, seen_sha=current.sha256, acknowledged=bool(current.unverified), by=by)


@deed()
def request_changes(stage: Stage, *, statement: NamedStatement, reason: str, by: User) -> None:
    current = statement.current
    reviews.request_changes(current, reason=reason, seen_sha=current.sha256, by=by)


@deed()
def comment(stage: Stage, *, statement: NamedStatement, text: str, by: User) -> None:
    reviews.comment(statement.current, text=text, by=by)
