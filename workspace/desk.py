"""What lies on one person's desk in one room: what waits for them, what is being drafted, what went out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from approvals.models import Revision, Statement, StatementKind, StatementState
from approvals.taken_back import TakenBack, taken_back_among
from approvals.waiting import Mending, Wait, mendings_among, waits_among, waits_for
from incidents import policy as rooms
from incidents.models import Incident, Participant, Question, Stream
from publishing import policy as publishing
from publishing.models import BreakGlass, Publication
from publishing.models.seats import JUDGES, SECONDERS
from publishing.unsent import unsent_among
from workspace.foremost import WHOLE, Foremost


@dataclass(frozen=True)
class Desk:
    """What waits: for my signature, for my answer, for me to send, to mend, to write anew; for me to be the second
    who breaks a glass, or the third who judges it; and, for a lead, for somebody whose time has run out."""

    sign: Foremost[Wait]
    answer: Foremost[Question]
    send: list[Statement]
    mend: list[Mending]
    taken_back: list[TakenBack]
    chase: list[Wait]
    second: list[BreakGlass]
    review: list[BreakGlass]
    lines: list[Statement]
    drafts: Foremost[Statement]
    went_out: Foremost[Publication]

    @property
    def waiting(self) -> int:
        mine = (self.sign, self.answer, self.send, self.mend, self.taken_back, self.chase)
        return sum(len(each) for each in (*mine, self.second, self.review))

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
        send=[each.statement for each in unsent_among(statements)]
        if publishing.speak(user, incident)
        else [],
        mend=[mending for mending in mendings_among(statements) if user.pk in mending.statement.author_ids]
        if writes
        else [],
        taken_back=[each for each in taken_back_among(statements) if user.pk in each.statement.author_ids]
        if writes
        else [],
        chase=[wait for wait in waits_among(statements) if wait.is_late and user not in wait.people]
        if rooms.lead(user, incident)
        else [],
        second=seconded_by(place, statements),
        review=reviewed_by(place, incident),
        lines=lines_for(user, statements),
        drafts=Foremost.among([each for each in statements if each.state != StatementState.PUBLISHED]),
        went_out=Foremost.of(Publication.objects.filter(incident=incident).told().reverse()),
    )


def questions_for(place: Participant, incident: Incident) -> Foremost[Question]:
    """Open questions to this participant's role, the oldest first."""
    asked = Question.objects.filter(incident=incident, entry__stream__in=place.streams, asked_of=place.role)
    return Foremost.of(asked.open().select_related("entry__actor").order_by("entry__recorded_at"))


def lines_for(user: User, statements: Iterable[Statement]) -> list[Statement]:
    """Lines that were signed beforehand, given to `user`, and valid still. The policies in force are asked once
    they are used."""
    return [
        each
        for each in statements
        if each.kind == StatementKind.LINE
        and user.pk in each.current.spokespeople
        and each.current.is_signed
        and publishing.is_valid(each.current)
        and not publishing.is_embargoed(each.current)
        and not each.incident.is_closed
    ]


def seconded_by(place: Participant, statements: Iterable[Statement]) -> list[BreakGlass]:
    """Glasses that wait for a second person, whom this participant can be. Asks nothing of the database; the
    policies in force are asked on the glass's own page."""
    if place.role not in SECONDERS:
        return []
    opened = [
        getattr(each.current, "break_glass", None) for each in statements if not each.incident.is_closed
    ]
    return [
        glass
        for glass in opened
        if glass
        and not glass.seconded
        and glass.opened_by_id != place.person_id
        and not {glass.opened_by_id, place.person_id} <= set(glass.statement.author_ids)
        and not glass.revision.refuted
    ]


def reviewed_by(place: Participant, incident: Incident) -> list[BreakGlass]:
    """Broken glasses of this room that nobody has judged and this participant may: neither of the two, and no
    author."""
    if place.role not in JUDGES or incident.is_closed:
        return []
    glasses = BreakGlass.objects.filter(revision__statement__incident=incident).unreviewed().told()
    mine = Q(opened_by=place.person_id) | Q(second__person=place.person_id)
    wrote = Revision.objects.filter(author=place.person_id).values("statement")
    return list(glasses.exclude(mine).exclude(revision__statement__in=wrote))
