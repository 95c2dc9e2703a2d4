"""A room is opened while it burns: its first page costs the same however long its story has become."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.promises import make_promise
from incidents.actions.questions import ask_question
from incidents.actions.strands import create_strand
from incidents.entries import entry_classes
from incidents.models import Incident, Role, Stream, TimelineEntry
from publishing.actions.publications import publish
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision
from tests.cast import Cast
from tests.incidents.samples import sample
from tests.publishing.glasses import opened

# With statements under way and out. In the room: session, person, place; the story (two); strands, people,
# promises; first signal, first word; open questions; what is being written and waits for whom (eleven, for any
# number of statements); what went out (two); what was let out unsigned, and who has to see to it; what is drawn (two);
# what leads from facts to the words that rest on them, and back (two).
MOST = {"": 27, "threads/": 5, "rail/": 8, "desk/": 18, "executive/": 30, "timeline/": 5}

READERS = ["lead", "comms", "counsel", "support", "executive", "guest"]


@pytest.fixture
def busy(cast: Cast, room: Incident) -> Incident:
    """One of everything that the page shows beside the story."""
    create_strand(room, name="The address", owner=cast.comms, by=cast.lead)
    create_strand(room, name="The goods", owner=cast.support, by=cast.lead)
    revision = a_signed_revision(cast, room, title="Out")
    publish(revision, channel="x", url="https://x.example/", seen_sha=revision.sha256, by=cast.lead)
    an_asked_revision(cast, room, title="Waiting")
    opened(an_asked_revision(cast, room, title="Cannot wait"), by=cast.comms)
    a_draft(cast, room, title="Draft")
    return room


def tell(cast: Cast, room: Incident, many: int) -> None:
    """Until there are `many`: deeds of the kinds that leave something open, and entries of every type."""
    people = [cast.lead, cast.comms, cast.counsel, cast.support]
    for n in range(5):
        confirm_fact(post_fact(room, text=f"Fact {n}", by=people[n % 4]), by=cast.legal)
        post_fact(room, text=f"Rumour {n}", by=people[n % 4])
        for role in Role.LEGAL, Role.SUPPORT, Role.LEAD:
            question = ask_question(room, text=f"Question {n}?", asked_of=role, by=cast.comms)
        make_promise(question.entry, text="Soon", due_at=room.now(), is_public=n % 2 == 0)
    classes = entry_classes()
    missing = many - room.entries.count()
    assert missing > len(classes)
    for stream in Stream:  # one statement per stream, as quick as it gets; the trigger numbers them
        TimelineEntry.objects.bulk_create(
            TimelineEntry(
                incident=room,
                stream=stream,
                type=cls.type,
                payload=replace(sample(cls), stream=stream).to_payload(),
                actor=people[n % 4],
                strands=["A"],
                occurred_at=None,
                recorded_at=None,
                clock_at=None,
            )
            for n in range(missing // 3 + (missing % 3 if stream == Stream.BRIEFING else 0))
            for cls in [classes[n % len(classes)]]
        )
    assert room.entries.count() == many


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", MOST)
def test_no_page_of_a_room_asks_more_the_longer_its_story_is(cast: Cast, busy: Incident, path: str) -> None:
    def costs() -> dict[str, int]:
        found = {}
        for who in READERS:
            client = Client()
            client.force_login(getattr(cast, who))
            found[who] = cost(client, f"/rooms/{busy.pk}/{path}")
        return found

    tell(cast, busy, 100)
    short = costs()
    tell(cast, busy, 400)
    assert costs() == short
    assert max(short.values()) <= MOST[path], short


def test_a_post_asks_only_what_it_must(
    cast: Cast, busy: Incident, django_assert_num_queries: Callable[[int], object]
) -> None:
    """Session, person, place; begin, the room's lock, was it sent before, may they, the entry; commit. (In a test,
    the deed's begin and commit are a savepoint's.)"""
    client = Client()
    client.force_login(cast.comms)
    with django_assert_num_queries(9):
        response = client.post(
            f"/rooms/{busy.pk}/entries/",
            {"type": "note", "text": "words", "key": str(uuid4())},
            headers={"HX-Request": "true"},
        )
    assert response.status_code == 201
