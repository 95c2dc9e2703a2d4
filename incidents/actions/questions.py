from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.verdicts import require
from incidents import policy
from incidents.actions.posting import post
from incidents.entries import QuestionAnswered, QuestionAsked
from incidents.models import Incident, Question, Stream, TimelineEntry
from incidents.timeline import already_recorded, record


@transaction.atomic
def ask_question(
    incident: Incident,
    *,
    text: str,
    asked_of: str = "",
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    stream: Stream | None = None,
    key: UUID | None = None,
) -> Question:
    """Put a question to the room, or onto the desk of one role. It stays open until it is answered."""
    asked = QuestionAsked(text=text, asked_of=asked_of, stream=stream)
    entry, is_new = post(incident, asked, by=by, occurred_at=occurred_at, strands=strands, key=key)
    if not is_new:
        return Question.objects.get(entry=entry)
    return Question.objects.create(entry=entry, incident=entry.incident, text=text, asked_of=asked_of)


@transaction.atomic
def answer_question(question: Question, *, text: str, by: User, key: UUID | None = None) -> TimelineEntry:
    """Answer, where the question was asked, and close it."""
    incident = Incident.objects.lock(question.incident_id)
    if earlier := already_recorded(
        by, key, type=QuestionAnswered.type, refers_to=question.entry, payload={"text": text}
    ):
        return earlier
    question = Question.objects.select_related("entry", "incident").get(pk=question.pk)
    require(policy.answer(by, question))
    said = QuestionAnswered(text=text, question=question.text, asked_at=question.entry.clock_at)
    entry = record(incident, said, by=by, refers_to=question.entry, key=key)
    question.answered_at = entry.clock_at
    question.save(update_fields=["answered_at"])
    return entry
