"""What the hub may read. Each look is a transaction of its own, so these tests commit what they do."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import User
from incidents import feed
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.feed import RoomFeed
from incidents.models import Incident, Participant, Role, Stream
from live.feed import Snapshot
from tests.approvals.views.browse import as_
from tests.articles import articles_in
from tests.cast import Cast, a_room, hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return hire()


@pytest.fixture
def room(cast: Cast) -> Incident:
    return a_room(cast)


def session_of(person: User) -> str:
    key = as_(person).session.session_key
    assert key
    return key


def place_of(room: Incident, person: User) -> Participant:
    place = room.participant(person)
    assert place is not None
    return place


def look(room: Incident, **asked: object) -> Snapshot:
    """What the hub sees now; it asks for nothing unless told to."""
    version = Incident.objects.values_list("rights_version", flat=True).get(pk=room.pk)
    return RoomFeed().read(
        room.pk,
        **{"cursors": {}, "rights_version": version, "watchers": set(), "languages": ["en"], **asked},
    )


def heads(room: Incident) -> dict[str, int]:
    return Incident.objects.get(pk=room.pk).heads()


# -- at the door ---------------------------------------------------------------------------------


def test_everyone_is_admitted_to_their_streams_and_strangers_to_none(cast: Cast, room: Incident) -> None:
    def streams(person: User) -> set[str] | None:
        admitted = RoomFeed().admit(room.pk, person.pk, session_of(person))
        return set(admitted.streams) if admitted else None

    assert streams(cast.lead) == streams(cast.counsel) == {"briefing", "working", "privileged"}
    assert streams(cast.comms) == streams(cast.executive) == {"briefing", "working"}
    assert streams(cast.guest) == {"briefing"}
    assert streams(cast.stranger) is None


def test_the_door_knows_the_epoch_and_the_rights(cast: Cast, room: Incident) -> None:
    admitted = RoomFeed().admit(room.pk, cast.comms.pk, session_of(cast.comms))
    room.refresh_from_db()
    assert admitted is not None
    assert (admitted.epoch, admitted.rights_version) == (str(room.epoch), room.rights_version)


def test_nobody_enters_a_room_that_is_not_there(cast: Cast) -> None:
    for number in 0, 2**31, 2**63 - 1:
        assert RoomFeed().admit(number, cast.comms.pk, session_of(cast.comms)) is None


def sign_out(room: Incident, cast: Cast) -> None:
    Session.objects.all().delete()


def run_out(room: Incident, cast: Cast) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def deactivate(room: Incident, cast: Cast) -> None:
    User.objects.filter(pk=cast.comms.pk).update(is_active=False)


def new_password(room: Incident, cast: Cast) -> None:
    cast.comms.set_password("a new one")
    cast.comms.save()


def borrow(room: Incident, cast: Cast) -> None:
    """Another person's session under the same key."""
    theirs = Session.objects.get(session_key=session_of(cast.support))
    Session.objects.exclude(pk=theirs.pk).update(session_data=theirs.session_data)


@pytest.mark.parametrize("end", [sign_out, run_out, deactivate, new_password, borrow])
def test_a_session_that_has_ended_is_no_longer_alive(
    cast: Cast, room: Incident, end: Callable[[Incident, Cast], None]
) -> None:
    theirs, other = (cast.comms.pk, session_of(cast.comms)), (cast.legal.pk, session_of(cast.legal))
    assert look(room, watchers={theirs, other}).alive == {theirs, other}
    assert RoomFeed().admit(room.pk, *theirs) is not None
    end(room, cast)
    assert theirs not in look(room, watchers={theirs, other}).alive
    assert RoomFeed().admit(room.pk, *theirs) is None


def test_one_who_ends_their_session_leaves_the_others_alone(cast: Cast, room: Incident) -> None:
    here, elsewhere = (cast.comms.pk, session_of(cast.comms)), (cast.comms.pk, session_of(cast.comms))
    Session.objects.filter(session_key=here[1]).delete()
    assert look(room, watchers={here, elsewhere}).alive == {elsewhere}


# -- rights --------------------------------------------------------------------------------------


def test_rights_are_told_only_when_they_have_moved(cast: Cast, room: Incident) -> None:
    before = look(room, rights_version=-1)
    assert before.rights is not None
    assert look(room, rights_version=before.rights_version).rights is None
    change_participant(place_of(room, cast.comms), role=Role.COMMS, is_cleared=True, by=cast.lead)
    after = look(room, rights_version=before.rights_version)
    assert after.rights is not None
    assert after.rights_version > before.rights_version
    assert after.rights[cast.comms.pk] == before.rights[cast.comms.pk] | {"privileged"}


def test_rights_name_everyone_in_the_room_and_nobody_else(cast: Cast, room: Incident) -> None:
    rights = look(room, rights_version=-1).rights
    assert rights is not None
    assert {pk: set(streams) for pk, streams in rights.items()} == {
        place.person_id: set(place.streams) for place in room.participants.all()
    }
    assert cast.stranger.pk not in rights


def test_every_change_of_who_may_see_what_moves_them(cast: Cast, room: Incident) -> None:
    versions = [look(room).rights_version]
    invite(room, cast.stranger, role=Role.SUPPORT, by=cast.lead)
    versions.append(look(room).rights_version)
    change_participant(place_of(room, cast.stranger), role=Role.GUEST, is_cleared=False, by=cast.lead)
    versions.append(look(room).rights_version)
    remove_participant(place_of(room, cast.stranger), by=cast.lead)
    versions.append(look(room).rights_version)
    post_note(room, text="words", by=cast.comms)
    versions.append(look(room).rights_version)
    assert versions == [versions[0] + step for step in (0, 1, 2, 3, 3)]


# -- entries -------------------------------------------------------------------------------------


def test_a_stream_brings_what_comes_after_its_cursor_without_a_gap(cast: Cast, room: Incident) -> None:
    cursors = heads(room)
    for text in "one", "two", "three":
        post_note(room, text=text, by=cast.counsel)
        post_note(room, text=text, by=cast.counsel, stream=Stream.PRIVILEGED)
    seen = look(room, cursors=cursors)
    assert seen.heads == heads(room)
    for stream in "working", "privileged":
        items = [item for item in seen.items if item.stream == stream]
        assert [item.n for item in items] == list(range(cursors[stream] + 1, seen.heads[stream] + 1))
        for item, text in zip(items, ("one", "two", "three"), strict=True):
            assert list(articles_in(item.html["en"])) == [f"{stream[0]}{item.n}"]
            assert text in item.html["en"]
    assert [item for item in seen.items if item.stream == "briefing"] == []


def test_a_stream_nobody_asked_for_brings_nothing(cast: Cast, room: Incident) -> None:
    post_note(room, text="advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert {item.stream for item in look(room, cursors={"briefing": 0, "working": 0}).items} == {
        "briefing",
        "working",
    }
    assert look(room).items == ()


def test_a_cursor_at_or_beyond_the_head_brings_nothing(cast: Cast, room: Incident) -> None:
    assert look(room, cursors=heads(room)).items == ()
    assert look(room, cursors={"working": 10**15}).items == ()


def test_a_later_word_brings_the_newer_look_of_what_it_is_about(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    cursors = heads(room)
    later = confirm_fact(fact, by=cast.legal, source="the file")
    (item,) = look(room, cursors=cursors).items
    (touched,) = item.touched["en"]
    assert list(articles_in(item.html["en"])) == [later.ref]
    assert list(articles_in(touched)) == [fact.ref]
    assert "Confirmed" in touched


def test_each_language_that_somebody_reads_is_drawn(cast: Cast, room: Incident) -> None:
    cursors = heads(room)
    post_note(room, text="words", by=cast.comms)
    (item,) = look(room, cursors=cursors, languages=["en", "ko"]).items
    assert item.html.keys() == item.touched.keys() == {"en", "ko"}
    (item,) = look(room, cursors=cursors, languages=["ko"]).items
    assert item.html.keys() == {"ko"}


def test_who_is_far_behind_gets_the_newest_that_are_enough(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that lies about how little it holds must not make us draw a whole crisis again and again."""
    monkeypatch.setattr(feed, "CATCH_UP_LIMIT", 3)
    seen = look(room, cursors={"working": 0})
    assert [item.n for item in seen.items] == list(
        range(seen.heads["working"] - 2, seen.heads["working"] + 1)
    )


def test_another_room_is_not_in_it(cast: Cast, room: Incident) -> None:
    cursors = heads(room)
    post_note(a_room(cast), text="elsewhere", by=cast.comms)
    assert look(room, cursors=cursors).items == ()


def test_a_rebuilt_room_has_another_epoch(cast: Cast, room: Incident) -> None:
    before = look(room).epoch
    Incident.objects.filter(pk=room.pk).update(epoch=uuid4())
    assert look(room).epoch != before


def test_entries_and_rights_are_of_one_moment(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is sent away and something is said, just between our two looks into the database."""
    rights_of = feed._rights

    def meanwhile(incident: Incident) -> object:
        def deeds() -> None:
            remove_participant(place_of(room, cast.comms), by=cast.lead)
            post_note(room, text="said once they had left", by=cast.lead)
            connection.close()

        other = Thread(target=deeds)
        other.start()
        other.join()
        return rights_of(incident)

    cursors = heads(room)
    monkeypatch.setattr(feed, "_rights", meanwhile)
    seen = look(room, cursors=cursors, rights_version=-1)
    monkeypatch.setattr(feed, "_rights", rights_of)
    assert seen.rights is not None
    assert cast.comms.pk in seen.rights
    assert seen.items == ()
    assert seen.heads == cursors

    after = look(room, cursors=cursors, rights_version=-1)
    assert after.rights is not None
    assert cast.comms.pk not in after.rights
    assert len(after.items) == 2


def test_it_takes_as_many_queries_for_many_entries_as_for_few(
    cast: Cast, room: Incident, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    cursors = heads(room)
    for _ in range(10):
        confirm_fact(post_fact(room, text="sent", by=cast.comms), by=cast.legal)
    with django_assert_max_num_queries(10):
        assert len(look(room, cursors=cursors, languages=["en", "ko"]).items) == 20
