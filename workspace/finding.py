"""What one person may go to in one room: its pages and deeds by their names, and what it holds by its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.models import Statement
from incidents import policy
from incidents.entries import FactPosted, types_in
from incidents.models import FactState, Incident, Participant, Stream, gather_strands
from incidents.models.timeline_entry import REF, TimelineEntryQuerySet
from incidents.rendering import said_in
from incidents.story import visible_entries

FEW = 6  # of each kind: a list that must be read is no shortcut
LONG = 140  # characters of an entry, two lines of the list
STATE_ICONS = {
    FactState.UNVERIFIED: "circle-dashed",
    FactState.CONFIRMED: "check",
    FactState.REFUTED: "octagon-x",
}


@dataclass(frozen=True)
class Place:
    """One line to go to. `at`: the id of what it is in a page that shows it; `opens`: the id of a dialog."""

    label: str
    href: str
    icon: str
    note: str = ""
    at: str = ""
    opens: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    places: list[Place]


def find(user: User, place: Participant, incident: Incident, words: str) -> list[Group]:
    """What `words` name among what `user` may see; without words, the deeds and the pages. At most five queries."""
    terms = words.lower().split()
    groups = [
        Group(_("Do"), _named(_deeds(user, place, incident), terms)),
        Group(_("Go to"), _named(_pages(user, place, incident), terms)),
    ]
    if terms:
        entries = _meant(visible_entries(incident, user), words)
        groups += [
            Group(_("Strands"), _named(_strands(place, incident), terms)[:FEW]),
            Group(_("People"), _named(_people(incident), terms)[:FEW]),
            Group(_("Statements"), list(_statements(place, incident, terms))),
            Group(_("Facts"), list(_facts(entries))),
            Group(_("Entries"), list(_entries(entries))),
        ]
    return [group for group in groups if group.places]


def _named(places: Iterable[Place], terms: list[str]) -> list[Place]:
    return [each for each in places if all(term in f"{each.label} {each.note}".lower() for term in terms)]


def _deeds(user: User, place: Participant, incident: Incident) -> Iterator[Place]:
    room = incident.get_absolute_url()
    if policy.write(user, incident):
        yield Place(_("Write to the story"), f"{room}#composer-text", "pencil")
        yield Place(_("New statement"), reverse("statement_new", args=[incident.pk]), "file-plus")
        yield Place(_("New strand"), reverse("strand_create", args=[incident.pk]), "git-fork")
    if Stream.WORKING in place.streams:
        yield Place(_("Review and sign what waits"), reverse("waiting", args=[incident.pk]), "signature")
    if policy.lead(user, incident):
        change = reverse("room_change", args=[incident.pk])
        yield Place(_("Change title, severity or status"), change, "settings-2")
        yield Place(_("Close the room"), reverse("closure", args=[incident.pk]), "archive")
    yield Place(_("Show the keys"), f"{room}#keys", "keyboard", opens="keys")


def _pages(user: User, place: Participant, incident: Incident) -> Iterator[Place]:
    room = incident.get_absolute_url()
    yield Place(_("The story"), f"{room}#story", "scroll-text")
    yield Place(_("My desk"), f"{room}#pane-desk", "inbox")
    yield Place(_("The room"), f"{room}#pane-rail", "panel-left")
    executive = reverse("executive", args=[incident.pk])
    yield Place(_("Executive page"), executive, "monitor")
    yield Place(_("Wall mode"), f"{executive}?wall=1", "monitor")
    yield Place(_("Figures"), reverse("figures", args=[incident.pk]), "chart-column")
    if Stream.WORKING in place.streams:
        yield Place(_("Who signs what"), reverse("policies", args=[incident.pk]), "scale")
    yield Place(_("People and roles"), reverse("participants", args=[incident.pk]), "users")
    yield Place(_("Rooms"), reverse("home"), "house")
    yield Place(_("Out of office"), reverse("absence"), "plane")


def _strands(place: Participant, incident: Incident) -> Iterator[Place]:
    if Stream.WORKING not in place.streams:
        return
    gather_strands(incident)
    for strand in incident.strands.all():
        yield Place(
            str(strand),
            f"{incident.get_absolute_url()}?strand={strand.letter}",
            "git-fork",
            str(strand.owner or ""),
        )


def _people(incident: Incident) -> Iterator[Place]:
    for each in incident.participants.active().select_related("person"):
        yield Place(
            str(each.person),
            f"{incident.get_absolute_url()}?person={each.person_id}",
            "user",
            str(each.get_role_display()),
        )


def _statements(place: Participant, incident: Incident, terms: list[str]) -> Iterator[Place]:
    if Stream.WORKING not in place.streams:
        return
    titled = Q(*(Q(title__icontains=term) for term in terms))
    for statement in Statement.objects.filter(titled, incident=incident).order_by("-pk")[:FEW]:
        yield Place(
            str(statement), statement.get_absolute_url(), "file-text", str(statement.get_kind_display())
        )


def _meant(entries: TimelineEntryQuerySet, words: str) -> TimelineEntryQuerySet:
    """By its name ("w12"), or by its words; the latest first."""
    name = words.strip().lower()
    return (entries.by_ref(name) if REF.fullmatch(name) else entries.search(words)).order_by("-recorded_at")


def _facts(entries: TimelineEntryQuerySet) -> Iterator[Place]:
    for row in entries.filter(type=FactPosted.type).select_related("fact")[:FEW]:
        state = FactState(row.fact.state)
        yield Place(
            Truncator(row.fact.text).chars(LONG),
            row.get_absolute_url(),
            STATE_ICONS[state],
            f"{row.ref}, {state.label}",
            f"entry-{row.ref}",
        )


def _entries(entries: TimelineEntryQuerySet) -> Iterator[Place]:
    for row in entries.exclude(type__in=types_in(FactPosted.group)).select_related("actor")[:FEW]:
        said = said_in(row)
        yield Place(
            Truncator(said.headline()).chars(LONG),
            row.get_absolute_url(),
            said.icon,
            f"{row.ref}, {said.label}, {row.actor}" if row.actor else f"{row.ref}, {said.label}",
            f"entry-{row.ref}",
        )
