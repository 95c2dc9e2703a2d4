"""Going to anything finds what one may see, and of the rest not a trace."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import remove_participant
from incidents.actions.strands import create_strand
from incidents.models import Incident, Stream
from tests.approvals.proofs import a_draft
from tests.cast import Cast, a_room
from workspace.finding import find


def found(room: Incident, user: User, words: str = "") -> dict[str, list[str]]:
    """Labels by group, as `user` gets them."""
    place = room.participant(user)
    assert place is not None
    return {group.label: [each.label for each in group.places] for group in find(user, place, room, words)}


def test_without_words_it_offers_what_one_may_do_and_where_one_may_go(cast: Cast, room: Incident) -> None:
    lead, executive = found(room, cast.lead), found(room, cast.executive)
    assert {"Write to the story", "New statement", "Close the room"} <= set(lead["Do"])
    assert executive["Do"] == ["Review and sign what waits", "Show the keys"]
    assert "Figures" in executive["Go to"]
    assert set(lead) == {"Do", "Go to"}


def test_every_kind_of_thing_is_found_by_its_words(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Heron marks", owner=cast.comms, by=cast.lead)
    confirm_fact(post_fact(room, text="The heron is ours.", by=cast.comms), by=cast.counsel)
    post_note(room, text="Somebody drew a heron.", by=cast.support)
    a_draft(cast, room, title="About the heron")
    lead = found(room, cast.lead, "heron")
    assert lead["Strands"] == ["A Heron marks"]
    assert lead["Statements"] == ["About the heron"]
    assert lead["Facts"] == ["The heron is ours."]
    assert "Somebody drew a heron." in lead["Entries"]
    assert "The heron is ours." not in lead["Entries"]  # once, and where it stands now
    assert found(room, cast.lead, "customer")["People"] == ["Customer service"]
    assert found(room, cast.lead, "heron nowhere") == {}


def test_a_reference_leads_to_its_entry(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Somebody drew a heron.", by=cast.support)
    assert found(room, cast.lead, f" {note.ref.upper()} ") == {"Entries": ["Somebody drew a heron."]}


@pytest.mark.parametrize("words", ["canary", "canary fact", "p1", "p2"])
def test_what_is_privileged_is_found_by_the_cleared_alone(cast: Cast, room: Incident, words: str) -> None:
    everyone = [cast.comms, cast.support, cast.executive, cast.guest]
    before = [found(room, who, words) for who in everyone]
    post_note(room, text="canary fact", by=cast.counsel, stream=Stream.PRIVILEGED)
    post_fact(room, text="canary fact", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert [found(room, who, words) for who in everyone] == before == [{}] * 4
    assert "canary fact" in str(found(room, cast.counsel, words))


def test_a_guest_finds_what_the_briefing_holds_and_nothing_of_the_work(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Heron marks", owner=cast.comms, by=cast.lead)
    post_note(room, text="heron at work", by=cast.support)
    post_note(room, text="heron for all", by=cast.support, stream=Stream.BRIEFING)
    a_draft(cast, room, title="About the heron")
    assert found(room, cast.guest, "heron") == {"Entries": ["heron for all"]}
    assert "heron at work" in found(room, cast.executive, "heron")["Entries"]
    guest = found(room, cast.guest)
    assert "Review and sign what waits" not in guest["Do"]
    assert "Who signs what" not in guest["Go to"]


def test_of_another_room_nothing_is_found(cast: Cast, room: Incident, other_room: Incident) -> None:
    post_note(other_room, text="heron elsewhere", by=cast.lead)
    assert found(room, cast.lead, "heron") == {}
    assert found(other_room, cast.lead, "heron") == {"Entries": ["heron elsewhere"]}


@pytest.fixture
def other_room(cast: Cast) -> Incident:
    return a_room(cast, title="Another")


def test_strangers_and_the_removed_get_404(cast: Cast, room: Incident, client: Client) -> None:
    post_note(room, text="heron", by=cast.support)
    path = f"/rooms/{room.pk}/find/?q=heron"
    client.force_login(cast.support)
    assert b"heron" in client.get(path).content
    remove_participant(room.participants.get(person=cast.support), by=cast.lead)
    assert client.get(path).status_code == 404
    client.force_login(cast.stranger)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("words", ["", "heron", "w3", "가나 heron", "&|!:*'\"\\", "x" * 300, "a\0b"])
def test_it_asks_the_same_few_questions_whatever_is_asked_of_it(
    cast: Cast, room: Incident, client: Client, words: str
) -> None:
    client.force_login(cast.lead)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/rooms/{room.pk}/find/", {"q": words}).status_code == 200
        return len(asked)

    few = cost()
    for n in range(12):
        create_strand(room, name=f"Heron {n}", owner=cast.comms, by=cast.lead)
        confirm_fact(post_fact(room, text=f"heron {n}", by=cast.comms), by=cast.counsel)
        post_note(room, text=f"heron note {n}", by=cast.support)
        a_draft(cast, room, title=f"heron {n}")
    assert few <= cost() <= 9
    assert cost() <= few + 1  # owners of strands, once there are any


def test_hostile_names_arrive_as_words(cast: Cast, room: Incident, client: Client) -> None:
    post_note(room, text="<script>heron</script>", by=cast.support)
    client.force_login(cast.lead)
    html = client.get(f"/rooms/{room.pk}/find/?q=heron").content.decode()
    assert "&lt;script&gt;heron" in html
    assert "<script>" not in html
