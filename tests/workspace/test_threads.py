"""From a fact to the words that rest on it, and back."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.actions.facts import confirm_fact, post_fact
from incidents.models import Fact, Incident, Stream
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import a_draft, a_signed_revision, rewrite
from tests.cast import Cast
from workspace.threads import Thread, threads_of


def a_fact(cast: Cast, room: Incident, text: str = "It was us.", stream: Stream = Stream.WORKING) -> Fact:
    return post_fact(room, text=text, by=cast.support, stream=stream)


def threads(cast: Cast, room: Incident, who: str) -> dict[str, Thread]:
    place = room.participant(getattr(cast, who))
    assert place is not None
    return {thread.ref: thread for thread in threads_of(place)}


def sent(cast: Cast, room: Incident, fact: Fact) -> Publication:
    revision = a_signed_revision(cast, room, citing=[fact])
    return publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.comms)


def test_a_fact_leads_to_the_statement_that_cites_it_and_to_what_went_out(cast: Cast, room: Incident) -> None:
    fact = a_fact(cast, room)
    publication = sent(cast, room, fact)
    found = threads(cast, room, "support")
    assert list(found[fact.ref].statements.values()) == [publication.statement]
    assert found[fact.ref].publications == [publication]
    assert found[publication.entry.ref].facts == [fact]
    assert list(found[publication.entry.ref].statements.values()) == [publication.statement]
    assert found[publication.entry.ref].went_out and not found[fact.ref].went_out


def test_a_draft_counts_as_it_stands_now_and_what_went_out_for_good(cast: Cast, room: Incident) -> None:
    given_up, out = a_fact(cast, room), a_fact(cast, room, "They were told.")
    draft = a_draft(cast, room, citing=[given_up])
    assert given_up.ref in threads(cast, room, "lead")
    rewrite(draft, "Other words.", citations=[], by=cast.lead)
    publication = sent(cast, room, out)
    rewrite(publication.statement, "Later words.", citations=[], by=cast.lead)
    found = threads(cast, room, "lead")
    assert given_up.ref not in found
    assert found[out.ref].publications == [publication]


@pytest.mark.parametrize("stream", [Stream.BRIEFING, Stream.WORKING])
def test_a_guest_learns_of_no_statement_though_they_read_the_fact(
    cast: Cast, room: Incident, stream: Stream
) -> None:
    fact = a_fact(cast, room, stream=stream)
    a_draft(cast, room, citing=[fact])
    assert fact.ref in threads(cast, room, "executive")
    assert threads(cast, room, "guest") == {}


def test_threads_cost_the_same_however_many_there_are(
    cast: Cast, room: Incident, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        sent(cast, room, a_fact(cast, room, f"Fact {number}"))
    place = room.participant(cast.lead)
    assert place is not None
    with django_assert_max_num_queries(2):
        assert len(threads_of(place)) == 6


def test_the_fragment_is_for_people_of_the_room(cast: Cast, room: Incident, client: Client) -> None:
    fact = a_fact(cast, room, stream=Stream.BRIEFING)
    a_draft(cast, room, citing=[fact], title="The answer")
    for who, status, tells in (("support", 200, True), ("guest", 200, False), ("stranger", 404, False)):
        client.force_login(getattr(cast, who))
        answer = client.get(f"/rooms/{room.pk}/threads/")
        assert answer.status_code == status
        assert ("The answer" in answer.content.decode()) is tells


def test_a_fact_and_its_settling_lead_to_each_other(cast: Cast, room: Incident, client: Client) -> None:
    fact = a_fact(cast, room)
    confirm_fact(fact, source="the file", by=cast.counsel)
    client.force_login(cast.lead)
    story = client.get(f"/rooms/{room.pk}/timeline/").content.decode()
    posted, settled = fact.entry, room.entries.get(type="fact.confirmed")
    first, _between, second = story.partition(f'id="entry-{settled.ref}"')
    assert f'data-ref="{settled.ref}"' in first
    assert f'data-ref="{posted.ref}"' in second
