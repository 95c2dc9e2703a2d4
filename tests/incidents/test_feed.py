"""What the hub may read. It looks from a connection of its own, so these tests commit what they do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Standing, User
from incidents import feed
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.feed import RoomFeed
from incidents.models import DutyAssignment, Incident, Participant, Role, Stream, TimelineEntry
from incidents.rendering import render_all
from incidents.rows import NAMES, rows_about, rows_between
from live.feed import Question, Snapshot
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
    """What the hub sees now; it knows where the rights stand, and asks for nothing unless told to."""
    version = Incident.objects.values_list("rights_version", flat=True).get(pk=room.pk)
    known: dict[str, object] = {"rights_version": version, "standing": standing()}
    nothing: dict[str, object] = {"cursors": {}, "watching": set(), "knocking": set(), "languages": ["en"]}
    snapshot = RoomFeed().read(room.pk, Question(**{**known, **nothing, **asked}))
    assert snapshot is not None
    return snapshot


def standing() -> int:
    return Standing.objects.values_list("moves", flat=True).first() or 0


def heads(room: Incident) -> dict[str, int]:
    return Incident.objects.get(pk=room.pk).heads()


def meanwhile(deeds: Callable[[], object]) -> None:
    """Do and commit it on a connection of its own, before going on."""

    def work() -> None:
        try:
            deeds()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(work).result()


# -- whose session stands ------------------------------------------------------------------------


def sign_out(room: Incident, cast: Cast) -> None:
    Session.objects.all().delete()


def run_out(room: Incident, cast: Cast) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def deactivate(room: Incident, cast: Cast) -> None:
    User.objects.filter(pk=cast.comms.pk).update(is_active=False)


def delete(room: Incident, cast: Cast) -> None:
    """Whoever said something cannot be deleted. Who has not, can."""
    DutyAssignment.objects.filter(person=cast.comms).delete()
    room.participants.filter(person=cast.comms).delete()
    cast.comms.delete()


def new_password(room: Incident, cast: Cast) -> None:
    cast.comms.set_password("a new one")
    cast.comms.save()


def borrow(room: Incident, cast: Cast) -> None:
    """Another person's session under the same key."""
    theirs = Session.objects.get(session_key=session_of(cast.support))
    Session.objects.exclude(pk=theirs.pk).update(session_data=theirs.session_data)


every_end = pytest.mark.parametrize("end", [sign_out, run_out, deactivate, delete, new_password, borrow])


@every_end
def test_a_session_that_has_ended_is_named(
    cast: Cast, room: Incident, end: Callable[[Incident, Cast], None]
) -> None:
    theirs, other = (cast.comms.pk, session_of(cast.comms)), (cast.legal.pk, session_of(cast.legal))
    before = standing()
    assert look(room, knocking={theirs, other}).ended == frozenset()
    end(room, cast)
    assert theirs in look(room, knocking={theirs, other}).ended
    seen = look(room, watching={theirs, other}, standing=before)
    assert theirs in seen.ended
    assert seen.standing == standing() != before


def test_one_who_ends_their_session_leaves_the_others_alone(cast: Cast, room: Incident) -> None:
    here, elsewhere = (cast.comms.pk, session_of(cast.comms)), (cast.comms.pk, session_of(cast.comms))
    Session.objects.filter(session_key=here[1]).delete()
    assert look(room, knocking={here, elsewhere}).ended == {here}


def test_who_watches_is_looked_into_only_once_the_standing_has_moved(cast: Cast, room: Incident) -> None:
    """That it stays where it is while sessions end is beyond what the house can do, so the row is set back."""
    theirs, knocks = (cast.comms.pk, session_of(cast.comms)), (cast.legal.pk, session_of(cast.legal))
    known = standing()
    Session.objects.all().delete()
    assert standing() != known
    assert look(room, watching={theirs}).ended == frozenset()
    assert look(room, watching={theirs}, knocking={knocks}).ended == {knocks}
    assert look(room, watching={theirs}, knocking={knocks}, standing=known).ended == {theirs, knocks}
    assert look(room, watching={theirs}, standing=-1).ended == {theirs}


def test_a_house_where_nobody_ever_left_stands_at_nought(cast: Cast, room: Incident) -> None:
    Standing.objects.all().delete()
    assert look(room).standing == 0


def test_what_cannot_be_a_session_is_none(cast: Cast, room: Incident) -> None:
    """Cookies hold whatever somebody put there. One of them must not keep the room from being read."""
    good = (cast.comms.pk, session_of(cast.comms))
    odd = {(cast.comms.pk, key) for key in ("", "\x00", "a\x00b", "키", "' OR 1=1 --", "a" * 5000, "{a,b}")}
    assert look(room, knocking=odd | {good}).ended == odd
    assert look(room, knocking=odd).ended == odd


def test_a_key_that_belongs_to_somebody_else_opens_nothing(cast: Cast, room: Incident) -> None:
    key = session_of(cast.comms)
    assert look(room, knocking={(cast.comms.pk, key), (cast.lead.pk, key), (10**12, key)}).ended == {
        (cast.lead.pk, key),
        (10**12, key),
    }


def test_a_room_that_is_not_there_is_none(cast: Cast) -> None:
    knocking = {(cast.comms.pk, session_of(cast.comms))}
    for number in 0, 2**31, 2**63 - 1, 2**63:
        for asked in set[tuple[int, str]](), knocking:
            question = Question({"briefing": 0}, -1, -1, set(), asked, ["en"])
            assert RoomFeed().read(number, question) is None


def test_who_is_here_is_for_those_who_read_the_working_stream(cast: Cast, room: Incident) -> None:
    here = RoomFeed().presence_stream
    assert here == "working"
    assert here not in place_of(room, cast.guest).streams
    assert here in place_of(room, cast.executive).streams


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


def test_who_was_away_for_a_while_finds_their_place_as_it_was(cast: Cast, room: Incident) -> None:
    """Accounts are closed and opened again without any room knowing."""
    deactivate(room, cast)
    seen = look(room, rights_version=-1, knocking={(cast.comms.pk, session_of(cast.comms))})
    assert {person for person, _key in seen.ended} == {cast.comms.pk}
    User.objects.filter(pk=cast.comms.pk).update(is_active=True)
    again = look(room, rights_version=seen.rights_version, knocking={(cast.comms.pk, session_of(cast.comms))})
    assert (again.ended, again.rights) == (frozenset(), None)
    assert seen.rights is not None
    assert seen.rights[cast.comms.pk] == {"briefing", "working"}


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


def test_words_about_an_earlier_entry_all_show_its_newest_look(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    confirm_fact(fact, by=cast.legal)
    cursors = heads(room)
    refute_fact(fact, by=cast.counsel)
    strike_entry(fact.entry, reason="mistaken", by=cast.lead)
    one, two = look(room, cursors=cursors).items
    assert one.touched["en"] == two.touched["en"] == tuple(render_all([fact.entry], "en"))
    assert "mistaken" in one.touched["en"][0]


def test_an_entry_and_what_was_said_about_it_come_together(cast: Cast, room: Incident) -> None:
    cursors = heads(room)
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    confirm_fact(fact, by=cast.legal)
    first, second = look(room, cursors=cursors).items
    assert "Confirmed" in first.html["en"]
    assert second.touched["en"] == (first.html["en"],)


def test_every_row_is_what_the_record_holds(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent. 보냄", by=cast.comms)
    confirm_fact(fact, by=cast.legal)
    TimelineEntry.objects.create(incident=room, stream="working", type="note.posted", payload={"text": "?"})
    rows = rows_between(room.pk, {"working": (0, 10**6), "briefing": (0, 10**6)})
    stored = list(room.entries.told())
    assert len(rows) == len(stored) > 9
    for row, entry in zip(rows, stored, strict=True):
        for name in NAMES:
            assert getattr(row, name) == getattr(entry, name), name
        assert str(row.actor) == str(entry.actor)
    assert (
        rows_about([fact.pk], until=10**6) == list(room.entries.filter(room_seq__gte=fact.entry.room_seq))[:2]
    )


# -- one instant ---------------------------------------------------------------------------------


def between(monkeypatch: pytest.MonkeyPatch, step: str, deeds: Callable[[], object]) -> None:
    """Have somebody else do and commit `deeds` just before the feed's next step of that name; once."""
    real = getattr(feed, step)

    def interrupted(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(feed, step, real)
        meanwhile(deeds)
        return real(*args, **kwargs)

    monkeypatch.setattr(feed, step, interrupted)


def test_entries_and_rights_are_of_one_moment(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is sent away and something is said, just between our two looks into the database."""

    def deeds() -> None:
        remove_participant(place_of(room, cast.comms), by=cast.lead)
        post_note(room, text="said once they had left", by=cast.lead)

    cursors = heads(room)
    theirs = (cast.comms.pk, session_of(cast.comms))
    between(monkeypatch, "_rights", deeds)
    seen = look(room, cursors=cursors, rights_version=-1, knocking={theirs})
    assert seen.rights is not None
    assert cast.comms.pk in seen.rights
    assert seen.items == ()
    assert seen.heads == cursors

    after = look(room, cursors=cursors, rights_version=-1)
    assert after.rights is not None
    assert cast.comms.pk not in after.rights
    assert len(after.items) == 2


def test_entries_and_sessions_are_of_one_moment(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deeds() -> None:
        Session.objects.all().delete()
        post_note(room, text="said once they had left", by=cast.lead)

    theirs = (cast.comms.pk, session_of(cast.comms))
    cursors, known = heads(room), standing()
    between(monkeypatch, "_ended", deeds)
    seen = look(room, cursors=cursors, standing=-1, watching={theirs})
    assert (seen.ended, seen.items, seen.standing) == (frozenset(), (), known)

    after = look(room, cursors=cursors, standing=seen.standing, watching={theirs})
    assert after.ended == {theirs}
    assert len(after.items) == 1


@pytest.mark.parametrize(("step", "limit", "news"), [("rows_between", 1, 1), ("rows_about", 500, 2)])
def test_what_is_committed_between_two_statements_is_not_in_it(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch, step: str, limit: int, news: int
) -> None:
    """Not as an entry, and not in the newer look of an earlier one; also of a room with more than a page takes."""
    monkeypatch.setattr("incidents.feed.CATCH_UP_LIMIT", limit)
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    cursors = heads(room)
    post_note(room, text="in time", by=cast.comms)
    confirm_fact(fact, by=cast.legal)

    def deeds() -> None:
        post_note(room, text="too late", by=cast.comms)
        strike_entry(fact.entry, reason="too late", by=cast.lead)

    then = heads(room)
    between(monkeypatch, step, deeds)
    seen = look(room, cursors=cursors)
    assert heads(room)["working"] == then["working"] + 2  # it did happen
    assert seen.heads == then
    assert [item.n for item in seen.items] == [then["working"] - 1, then["working"]][-news:]
    assert "Confirmed" in seen.items[-1].touched["en"][0]
    assert "too late" not in str(seen)

    monkeypatch.setattr("incidents.feed.CATCH_UP_LIMIT", 500)
    after = look(room, cursors=seen.heads)
    assert [item.n for item in after.items] == [then["working"] + 1, then["working"] + 2]
    assert "too late" in after.items[1].touched["en"][0]


def test_an_entry_committed_together_with_a_revocation_comes_with_it(cast: Cast, room: Incident) -> None:
    """One commit, one look: whoever is told of the entry is told who must not see it."""
    place = place_of(room, cast.comms)
    cursors, version = heads(room), look(room).rights_version
    remove_participant(place, by=cast.lead)  # records that they left in the same transaction
    seen = look(room, cursors=cursors, rights_version=version)
    assert len(seen.items) == 1
    assert seen.rights is not None
    assert cast.comms.pk not in seen.rights

    theirs = (cast.support.pk, session_of(cast.support))
    cursors, known = heads(room), standing()
    with transaction.atomic():
        Session.objects.filter(session_key=theirs[1]).delete()
        post_note(room, text="they are gone", by=cast.lead)
    seen = look(room, cursors=cursors, standing=known, watching={theirs})
    assert (len(seen.items), seen.ended) == (1, {theirs})


# -- what it costs -------------------------------------------------------------------------------


def test_a_look_that_finds_nothing_new_is_one_statement(
    cast: Cast, room: Incident, django_assert_num_queries: Callable[[int], object]
) -> None:
    """However many watch, and without a transaction around it."""
    watching = {(cast.comms.pk, f"{n:032}") for n in range(3000)}
    known = look(room)
    question = Question(heads(room), known.rights_version, known.standing, watching, set(), ["en", "ko"])
    with django_assert_num_queries(1):
        seen = RoomFeed().read(room.pk, question)
    assert seen is not None
    assert (seen.items, seen.ended, seen.rights) == ((), frozenset(), None)


def test_new_entries_come_with_it_and_what_they_refer_to_is_a_second(
    cast: Cast, room: Incident, django_assert_num_queries: Callable[[int], object]
) -> None:
    known, cursors = look(room), heads(room)

    def ask() -> int:
        question = Question(cursors, known.rights_version, known.standing, set(), set(), ["en", "ko"])
        seen = RoomFeed().read(room.pk, question)
        return len(seen.items) if seen else 0

    earlier = post_fact(room, text="sent", by=cast.comms)
    cursors = heads(room)
    for _ in range(10):
        confirm_fact(post_fact(room, text="sent", by=cast.comms), by=cast.legal)
    with django_assert_num_queries(1):
        assert ask() == 20
    confirm_fact(earlier, by=cast.legal)
    with django_assert_num_queries(2):
        assert ask() == 21


def test_a_thousand_who_knock_are_one_statement_more(
    cast: Cast, room: Incident, django_assert_num_queries: Callable[[int], object]
) -> None:
    known = look(room)
    key = session_of(cast.comms)
    knocking = {(cast.comms.pk, key), *((cast.comms.pk, f"{n:032}") for n in range(999))}
    question = Question(heads(room), known.rights_version, known.standing, set(), knocking, ["en"])
    with django_assert_num_queries(5):  # begin, one instant, the room, all the sessions, commit
        seen = RoomFeed().read(room.pk, question)
    assert seen is not None
    assert knocking - seen.ended == {(cast.comms.pk, key)}
