"""What lies on one person's desk in one room: what waits for them, what is being drafted, what went out."""

from dataclasses import dataclass

from accounts.models import User
from approvals.models import Statement, StatementState
from approvals.waiting import Mending, Wait, mendings_in, waits_in
from incidents.models import Incident, Participant, Question, Stream
from publishing.models import Publication


@dataclass(frozen=True)
class Desk:
    """`sign` and `answer` wait for this person; `send` and `mend` for anyone on the team who is not an executive."""

    sign: list[Wait]
    answer: list[Question]
    send: list[Statement]
    mend: list[Mending]
    drafts: list[Statement]
    went_out: list[Publication]

    @property
    def waiting(self) -> int:
        return len(self.sign) + len(self.answer) + len(self.send) + len(self.mend)


def desk_of(user: User, place: Participant, incident: Incident) -> Desk:
    """`user`'s desk, in a constant number of queries. Guests have an empty one but for what went out."""
    works = Stream.WORKING in place.streams
    statements = list(Statement.objects.filter(incident=incident).told()) if works else []
    questions = (
        Question.objects.visible_to(user)
        .filter(incident=incident, asked_of=place.role)
        .open()
        .select_related("entry__actor")
        .order_by("entry__recorded_at")
    )
    holds_pen = place.is_team and not incident.is_closed
    return Desk(
        sign=[wait for wait in waits_in(incident) if user in wait.people] if works else [],
        answer=list(questions) if holds_pen else [],
        send=[each for each in statements if each.state == StatementState.SIGNED] if holds_pen else [],
        mend=[
            mending
            for mending in (mendings_in(incident) if holds_pen else [])
            if user.pk in mending.statement.author_ids
        ],
        drafts=[each for each in statements if each.state != StatementState.PUBLISHED],
        went_out=list(Publication.objects.filter(incident=incident).told().reverse()),
    )
