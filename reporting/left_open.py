"""What a room that is closed now would leave undone, thing by thing, for the one who is about to close it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from approvals.models import Statement, StatementState
from incidents.models import Fact, FactState, Participant, Promise, Question
from publishing.unsent import unsent_among

# Of each kind as many as one reads before pressing a button; the rest is counted.
FEW = 5


@dataclass(frozen=True)
class Matter:
    """One kind of thing that stays open: what it is called, the first of them with where they lie, and how many
    there are in all."""

    name: str | LazyText
    first: list[tuple[str, str]]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.first)


def left_open(place: Participant) -> list[Matter]:
    """By how much it hurts to forget it; kinds of which nothing is open are left out. What `place` may read, and
    in six questions for any number of things."""
    return [matter for matter in _matters(place) if matter.total]


def _matters(place: Participant) -> Iterator[Matter]:
    incident = place.incident
    statements = list(Statement.objects.filter(incident=incident).told())
    unsent = [each.statement for each in unsent_among(statements)]
    asked = [each for each in statements if each.state in UNDER_WAY and each not in unsent]
    promises = Promise.objects.filter(incident=incident, entry__stream__in=place.streams).open()
    questions = Question.objects.filter(incident=incident, entry__stream__in=place.streams).open()
    facts = Fact.objects.filter(incident=incident, entry__stream__in=place.streams)
    unverified = facts.filter(state=FactState.UNVERIFIED)
    yield _matter(_("Signed, and not out"), ((str(each), each.get_absolute_url()) for each in unsent))
    yield _matter(_("Promised, and not kept"), _entries(promises.select_related("entry"), "words"))
    yield _matter(_("Asked to be signed"), ((str(each), each.get_absolute_url()) for each in asked))
    yield _matter(_("Asked, and not answered"), _entries(questions.select_related("entry"), "text"))
    yield _matter(_("Neither confirmed nor refuted"), _entries(unverified.select_related("entry"), "text"))


UNDER_WAY = frozenset({StatementState.WAITING, StatementState.CHANGES_REQUESTED, StatementState.TAKEN_BACK})


def _entries(
    rows: Iterable[Promise] | Iterable[Question] | Iterable[Fact], words: str
) -> Iterator[tuple[str, str]]:
    return ((getattr(row, words), row.entry.get_absolute_url()) for row in rows)


def _matter(name: str | LazyText, things: Iterable[tuple[str, str]]) -> Matter:
    told = list(things)
    return Matter(name, told[:FEW], len(told))
