"""What lies on one person's desk in one room: what waits for them, what is being drafted, what went out."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from approvals.models import Statement, StatementState
from approvals.waiting import Mending, Wait, mendings_among, waits_for
from incidents import policy as rooms
from incidents.models import Incident, Participant, Question, Stream
from publishing import policy as publishing
from publishing.models import Publication
from workspace.foremost import WHOLE, Foremost


@dataclass(frozen=True)
class Desk:
    """Four things that wait: for my signature, for my answer, for me to send, for me to mend."""

    sign: Foremost[Wait]
    answer: Foremost[Question]
    send: list[Statement]
    mend: list[Mending]
    drafts: Foremost[Statement]
    went_out: Foremost[Publication]

    @property
    def waiting(self) -> int:
        return len(self.sign) + len(self.answer) + len(self.send) + len(self.mend)

    @property
    def sign_later(self) -> list[Statement]:
        """What waits for my signature behind the first."""
        return [wait.statement for wait in self.sign.rest]


def desk_of(user: User, place: Participant, incident: Incident) -> Desk:
    """`user`'s desk, in a number of queries that does not grow with what lies on it."""
    statements = list(Statement.objects.filter(incident=incident).told())
    statements = statements if Stream.WORKING in place.streams else []
    writes = bool(rooms.write(user, incident))
    return Desk(
        sign=Foremost.among(waits_for(user, statements), WHOLE),
        answer=questions_for(place, incident) if writes else Foremost.none(),
        send=sendable(statements) if publishing.speak(user, incident) else [],
        mend=[mending for mending in mendings_among(statements) if user.pk in mending.statement.author_ids]
        if writes
        else [],
        drafts=Foremost.among([each for each in statements if each.state != StatementState.PUBLISHED]),
        went_out=Foremost.of(Publication.objects.filter(incident=incident).told().reverse()),
    )


def questions_for(place: Participant, incident: Incident) -> Foremost[Question]:
    """Open questions to this participant's role, the oldest first."""
    asked = Question.objects.filter(incident=incident, entry__stream__in=place.streams, asked_of=place.role)
    return Foremost.of(asked.open().select_related("entry__actor").order_by("entry__recorded_at"))


def sendable(statements: Iterable[Statement]) -> list[Statement]:
    """Fully signed, and not yet out everywhere they were signed for."""
    done = {StatementState.SIGNED, StatementState.PUBLISHED}
    return [each for each in statements if each.state in done and publishing.channels_left(each.current)]
