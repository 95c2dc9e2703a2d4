"""Counsel's advice about a draft: for the cleared, and for nobody else by any way there is.

Every test first makes sure that the cleared do get it where it looks for it.
"""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from approvals import policy
from approvals.actions.reviews import advise, comment
from approvals.models import Review, Revision, StatementState
from common.verdicts import Refused
from incidents.actions.participants import change_participant
from incidents.feed import RoomFeed
from incidents.models import Incident, Role, TimelineEntry
from incidents.story import StoryFilter, read_story
from live.feed import Question
from tests.approvals.proofs import a_signed_revision, an_asked_revision, rewrite
from tests.approvals.views.browse import as_, html, post, words
from tests.cast import Cast, a_room, hire, settle
from workspace.desk import desk_of

SECRET = "We would lose on estoppel."
CLEARED = ["lead", "counsel", "legal"]
UNCLEARED = ["comms", "support", "executive", "guest", "stranger"]


@pytest.fixture
def revision(cast: Cast, room: Incident) -> Revision:
    revision = an_asked_revision(cast, room)
    advise(revision, text=SECRET, quote="talking", position=7, by=cast.counsel)
    return revision


def pages(revision: Revision) -> list[str]:
    statement, room = revision.statement, revision.statement.incident
    return [
        statement.get_absolute_url(),
        reverse("revision_parts", args=[statement.pk, revision.number]),
        reverse("room", args=[room.pk]),
        reverse("desk", args=[room.pk]),
        reverse("executive", args=[room.pk]),
        f"{reverse('room', args=[room.pk])}?q=estoppel",
    ]


def test_the_cleared_have_it_beside_the_draft_and_in_the_story(cast: Cast, revision: Revision) -> None:
    for who in CLEARED:
        client = as_(getattr(cast, who))
        for path in (pages(revision)[0], pages(revision)[1], pages(revision)[2], pages(revision)[5]):
            assert SECRET in html(client.get(path)), (who, path)


@pytest.mark.parametrize("who", UNCLEARED)
def test_on_no_page_is_a_word_of_it(cast: Cast, revision: Revision, who: str) -> None:
    client = as_(getattr(cast, who))
    for path in pages(revision):
        page = html(client.get(path))
        assert "estoppel" not in page.replace("?q=estoppel", "").replace('value="estoppel"', "")
        assert "rivileged</span>" not in page


@pytest.mark.parametrize("who", ["comms", "support", "executive"])
def test_with_and_without_it_the_page_is_the_same(
    cast: Cast, room: Incident, who: str, strip: Callable[[str], str]
) -> None:
    """Not only no word: no count, no gap, nothing that is longer by one."""
    revision = an_asked_revision(cast, room)
    remark = comment(revision, text="Shorter?", by=cast.support)
    client = as_(getattr(cast, who))
    before = [strip(html(client.get(path))) for path in pages(revision)[:4]]
    advise(revision, text=SECRET, by=cast.counsel)
    assert [strip(html(client.get(path))) for path in pages(revision)[:4]] == before
    assert remark.text in before[0]


@pytest.fixture
def strip() -> Callable[[str], str]:
    """A page without what differs each time it is drawn."""

    def bare(page: str) -> str:
        page = re.sub(r'pass="[^"]*"|data-now="\d+"|[0-9a-f]{8}-[0-9a-f-]{27}', "", page)
        page = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+|\b\d\d:\d\d\b", "", page)
        page = re.sub(r"X-CSRFToken[^}]*}", "", page)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        return re.sub(r"<(wait-clock|count-down|room-clock)[^>]*>[^<]*", "", page)

    return bare


@pytest.mark.parametrize("who", [*UNCLEARED, *CLEARED])
def test_its_entry_is_found_by_the_cleared_alone(cast: Cast, revision: Revision, who: str) -> None:
    room, person = revision.statement.incident, getattr(cast, who)
    entry = TimelineEntry.objects.get(type="advice.given")
    there = who in CLEARED
    for name in ("entry", "entry_menu"):
        response = as_(person).get(reverse(name, args=[room.pk, entry.ref]))
        assert response.status_code == (200 if there else 404)
    found = read_story(room, person, language="en", wanted=StoryFilter(words="estoppel")).articles
    assert bool(found) == there
    tab = read_story(room, person, language="en", wanted=StoryFilter(group="statement")).articles
    assert any(SECRET in article for article in tab) == there
    assert Review.everything.visible_to(person).filter(entry=entry).exists() == there


def test_it_refers_to_nothing_in_another_stream(cast: Cast, revision: Revision) -> None:
    entry = TimelineEntry.objects.get(type="advice.given")
    assert (entry.stream, entry.refers_to) == ("privileged", None)
    assert entry.payload["statement"] == revision.statement_id


@pytest.mark.django_db(transaction=True)
def test_no_frame_of_the_live_room_tells_of_it() -> None:
    settle()
    cast = hire()
    room = a_room(cast)
    revision = an_asked_revision(cast, room)
    room.refresh_from_db()
    cursors = {str(stream): n for stream, n in room.heads().items()}
    advise(revision, text=SECRET, by=cast.counsel)

    def frames(streams: list[str]) -> tuple[dict[str, int], list[str]]:
        question = Question(
            cursors={stream: cursors[stream] for stream in streams},
            rights_version=0,
            knocking=frozenset(),
            watching=frozenset(),
            languages=frozenset({"en", "ko"}),
            standing=0,
        )
        snapshot = RoomFeed().read(room.pk, question)
        assert snapshot is not None
        drawn = [text for item in snapshot.items for text in item.html.values()]
        return {stream: snapshot.heads[stream] for stream in streams}, drawn

    heads, drawn = frames(["privileged"])
    assert any(SECRET in text for text in drawn)
    assert heads["privileged"] == cursors["privileged"] + 1
    heads, drawn = frames(["briefing", "working"])
    assert drawn == []
    assert heads == {stream: cursors[stream] for stream in ("briefing", "working")}


def test_nobody_waits_for_it_and_nothing_stops(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    advise(revision, text=SECRET, by=cast.counsel)
    assert revision.statement.state == StatementState.SIGNED
    assert policy.release(Revision.objects.get(pk=revision.pk))
    place = room.participant(cast.lead)
    assert place is not None
    assert not desk_of(cast.lead, place, room).mend
    assert not Review.objects.exists()
    assert Review.everything.count() == 1


@pytest.mark.parametrize("who", UNCLEARED)
def test_only_the_cleared_give_it(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Refused):
        advise(revision, text=SECRET, by=getattr(cast, who))
    assert not Review.everything.exists()


def said(revision: Revision, **fields: str) -> dict[str, str]:
    return {"seen_sha": revision.sha256, "text": SECRET, "kind": "comment", "stream": "privileged", **fields}


def address(revision: Revision) -> str:
    return reverse("review", args=[revision.statement_id, revision.number])


def test_a_box_to_tick_makes_it_privileged(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), address(revision), said(revision))
    assert response.status_code == 201
    assert SECRET in words(response)
    assert Review.everything.get().is_privileged


def test_whose_clearance_was_just_taken_does_not_say_it_to_everyone(cast: Cast, room: Incident) -> None:
    """The page was open, the box ticked. Their words come back, still bound for the cleared."""
    revision = an_asked_revision(cast, room)
    place = room.participants.get(person=cast.legal)
    change_participant(place, role=Role.LEGAL, is_cleared=False, by=cast.lead)
    response = post(as_(cast.legal), address(revision), said(revision))
    assert response.status_code == 409
    assert "You are not cleared to write there." in words(response)
    assert 'value="privileged" id="talk_stream" checked' in html(response)
    assert not Review.everything.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"is_blocking": "on"},
        {"kind": "changes_requested"},
        {"suggests": "on", "quote": "talking", "replacement": "a"},
    ],
)
def test_it_cannot_hold_up_or_suggest(cast: Cast, room: Incident, fields: dict[str, str]) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), address(revision), said(revision, **fields))
    assert response.status_code == 422
    assert "holds nothing up" in words(response)
    assert not Review.everything.exists()


def test_it_follows_the_text_like_any_comment(cast: Cast, revision: Revision) -> None:
    rewrite(revision.statement, "Now we are talking to the owner of the site.", by=cast.comms)
    page = html(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    assert 'data-start="11" data-end="18"' in page
