"""What leads from a fact to the words that rest on it, and back. For one reader, who fetches it: a fact may stand where
guests read, and that something is being said about it may not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from approvals.models import Citation, Revision, Statement
from incidents.models import Fact, Participant, Stream
from publishing.models import Publication


@dataclass
class Thread:
    """What hangs together with the entry `ref`: of a fact, where it is cited and what went out with it; of words
    that went out, their statement and what they rest on."""

    ref: str
    went_out: bool = False
    statements: dict[int, Statement] = field(default_factory=dict)
    publications: list[Publication] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def threads_of(place: Participant) -> list[Thread]:
    """The threads of a room for somebody in it, in a constant number of queries. None for guests, for whom there
    are no statements."""
    if Stream.WORKING not in place.streams:
        return []
    threads: dict[str, Thread] = {}
    publications = _publications(place)
    for citation in _citations(place):
        revision, fact = citation.revision, citation.fact
        if fact.entry.stream not in place.streams:
            continue
        about = threads.setdefault(fact.ref, Thread(fact.ref))
        about.statements[revision.statement_id] = revision.statement
        for publication in publications[revision.pk]:
            about.publications.append(publication)
            _thread_of(publication, threads).facts.append(fact)
    for publication in _flat(publications.values()):
        _thread_of(publication, threads)
    return list(threads.values())


def _thread_of(publication: Publication, threads: dict[str, Thread]) -> Thread:
    thread = threads.setdefault(publication.entry.ref, Thread(publication.entry.ref, went_out=True))
    thread.statements[publication.statement_id] = publication.statement
    return thread


def _citations(place: Participant) -> Iterable[Citation]:
    """Of what is being written now, and of all that went out."""
    stands = Q(revision__in=Revision.objects.current()) | Q(revision__publications__isnull=False)
    found = Citation.objects.filter(stands, revision__statement__incident=place.incident_id).distinct()
    return found.select_related("revision__statement").defer("revision__text", "revision__legal_text")


def _publications(place: Participant) -> dict[int, list[Publication]]:
    by_revision = defaultdict(list)
    found = Publication.objects.filter(incident=place.incident_id).select_related("statement", "entry")
    for publication in found.order_by("published_at", "pk"):
        by_revision[publication.revision_id].append(publication)
    return by_revision


def _flat(groups: Iterable[list[Publication]]) -> Iterable[Publication]:
    return (each for group in groups for each in group)
