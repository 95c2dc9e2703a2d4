from datetime import datetime
from typing import Annotated, Unpack

from accounts.models import User
from exercises.deeds.registry import Posting, deed
from exercises.fields import Named, WebAddress
from exercises.stage import Stage
from incidents.actions import calls, decisions, entries, facts, notes, questions, signals
from incidents.models import Fact, Question, Role, TimelineEntry

Address = Annotated[str, WebAddress()]
NamedFact = Annotated[Fact, Named("fact")]
NamedQuestion = Annotated[Question, Named("question")]
NamedEntry = Annotated[TimelineEntry, Named("entry")]


@deed(makes="entry")
def post_signal(
    stage: Stage,
    *,
    text: str,
    source: str,
    url: Address = "",
    author: str = "",
    reach: int | None = None,
    volume: int = 1,
    **posting: Unpack[Posting],
) -> TimelineEntry:
    return signals.post_signal(
        stage.room, text=text, source=source, url=url, author=author, reach=reach, volume=volume, **posting
    )


@deed(makes="fact")
def post_fact(stage: Stage, *, text: str, source: str = "", **posting: Unpack[Posting]) -> Fact:
    return facts.post_fact(stage.room, text=text, source=source, **posting)


@deed()
def confirm_fact(
    stage: Stage, *, fact: NamedFact, source: str = "", note: str = "", by: User, occurred_at: datetime
) -> None:
    facts.confirm_fact(fact, source=source, note=note, by=by, occurred_at=occurred_at)


@deed()
def refute_fact(
    stage: Stage, *, fact: NamedFact, source: str = "", note: str = "", by: User, occurred_at: datetime
) -> None:
    facts.refute_fact(fact, source=source, note=note, by=by, occurred_at=occurred_at)


@deed(makes="entry")
def make_decision(stage: Stage, *, text: str, reason: str = "", **posting: Unpack[Posting]) -> TimelineEntry:
    return decisions.make_decision(stage.room, text=text, reason=reason, **posting)


@deed(makes="entry")
def log_call(
    stage: Stage,
    *,
    with_whom: str,
    text: str = "",
    agreed: str = "",
    promised: str = "",
    promised_by: datetime | None = None,
    minutes: int | None = None,
    **posting: Unpack[Posting],
) -> TimelineEntry:
    return calls.log_call(
        stage.room,
        with_whom=with_whom,
        text=text,
        agreed=agreed,
        promised=promised,
        promised_by=promised_by,
        minutes=minutes,
        **posting,
    )


@deed(makes="question")
def ask_question(
    stage: Stage, *, text: str, asked_of: Role | None = None, **posting: Unpack[Posting]
) -> Question:
    return questions.ask_question(stage.room, text=text, asked_of=asked_of or "", **posting)


@deed()
def answer_question(stage: Stage, *, question: NamedQuestion, text: str, by: User) -> None:
    questions.answer_question(question, text=text, by=by)


@deed(makes="entry")
def post_note(stage: Stage, *, text: str, **posting: Unpack[Posting]) -> TimelineEntry:
    return notes.post_note(stage.room, text=text, **posting)


@deed()
def strike_entry(stage: Stage, *, entry: NamedEntry, reason: str, text: str = "", by: User) -> None:
    entries.strike_entry(entry, reason=reason, text=text, by=by)
