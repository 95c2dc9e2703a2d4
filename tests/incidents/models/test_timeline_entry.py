import unicodedata

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from incidents.actions.decisions import make_decision
from incidents.actions.notes import post_note
from incidents.models import Incident, Stream, TimelineEntry
from tests.cast import Cast


def refs(room: Incident, words: str) -> list[str]:
    notes = TimelineEntry.objects.filter(incident=room, type="note.posted")
    return [entry.ref for entry in notes.search(words).told()]


# -- names ---------------------------------------------------------------------------------------


def test_an_entry_goes_by_its_stream_and_number(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="words", by=cast.comms)
    advice = post_note(room, text="words", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert (note.ref, advice.ref) == (f"w{note.n}", "p1")
    for entry in note, advice:
        assert TimelineEntry.objects.filter(incident=room).by_ref(entry.ref).get() == entry
    assert note.get_absolute_url() == f"/rooms/{room.pk}/entries/{note.ref}/"


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "w",
        "1",
        "w0",
        "w01",
        "W1",
        "x1",
        "ww1",
        "w1 ",
        " w1",
        "w1\n",
        "w-1",
        "w1.0",
        "w１",  # a full-width digit
        "w١",  # an Arabic one
        "w" + "9" * 19,
        "w" + "9" * 5000,
        "w1\x00",
        "w1' OR 1=1",
    ],
    ids=repr,
)
def test_a_malformed_name_finds_nothing(room: Incident, ref: str) -> None:
    assert TimelineEntry.objects.by_ref("w1").exists()
    assert not TimelineEntry.objects.by_ref(ref).exists()


def test_the_longest_name_fits_into_its_column(room: Incident) -> None:
    assert not TimelineEntry.objects.by_ref("w" + "9" * 18).exists()


# -- search, English -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "lawyers",
        "lawyer",
        "LAWYER",
        "demanded",
        "demanding",  # the same stem
        "lawy",  # typed half, as people who search do
        "l",
        "letter law",  # all of them, the last one half
        "rangerstation",
        "rangerstation.example",
        "www.rangerstation",
        "example/threads/12",
        "counterfeit",
        "counterfeit-goods",
        "5,000",
        "O'Brien",
        "  letter  ",
    ],
)
def test_english_is_found_by_stem_by_beginning_and_by_part_of_an_address(
    cast: Cast, room: Incident, words: str
) -> None:
    post_note(room, text="nothing of the kind", by=cast.comms)
    note = post_note(
        room,
        text="A letter from O'Brien's lawyers demanded $5,000 of www.rangerstation.example/threads/12: "
        "counterfeit-goods.",
        by=cast.comms,
    )
    assert refs(room, words) == [note.ref]


@pytest.mark.parametrize("words", ["letters spoon", "awyers", "", "  ", "!?", "_", "the"], ids=repr)
def test_what_is_not_there_is_not_found(cast: Cast, room: Incident, words: str) -> None:
    post_note(room, text="A letter from our lawyers.", by=cast.comms)
    assert refs(room, words) == []


@pytest.mark.parametrize(
    "words", ["a & b | c", "!letter", "letter:*", "'letter'", "(letter", "letter\\", "%", "100%"]
)
def test_what_means_something_to_postgres_means_nothing_here(cast: Cast, room: Incident, words: str) -> None:
    note = post_note(room, text="a b c letter 100", by=cast.comms)
    assert refs(room, words) in ([note.ref], [])


# -- search, Korean ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "배터리",
        "배터리에서",  # with its particle
        "연기",  # two syllables: too short for a trigram
        "불",  # one
        "화재 연기",
        "배터리 recall",
        "리콜",
        "터리",
        unicodedata.normalize("NFD", "배터리"),  # as some keyboards send it
        "BMS배터리",
    ],
)
def test_korean_is_found_by_any_part_of_a_word(cast: Cast, room: Incident, words: str) -> None:
    post_note(room, text="아무 일도 없었다", by=cast.comms)
    note = post_note(
        room, text="BMS배터리에서 연기가 나고 불이 붙는 화재. 리콜(recall)을 검토", by=cast.comms
    )
    assert refs(room, words) == [note.ref]


@pytest.mark.parametrize("words", ["배리", "기연", "터배리", "배터리 비행기"])
def test_syllables_in_another_order_are_another_word(cast: Cast, room: Incident, words: str) -> None:
    post_note(room, text="배터리에서 연기가 났다", by=cast.comms)
    assert refs(room, words) == []


def test_letters_beyond_ascii_are_found_in_any_script(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Überraschung am Café, пожар, 火災", by=cast.comms)
    for words in "überraschung", "café", "CAFÉ", "пожар", "ПОЖАР", "火災", "火":
        assert refs(room, words) == [note.ref], words


def test_a_search_finds_nothing_in_streams_its_reader_cannot_see(cast: Cast, room: Incident) -> None:
    post_note(room, text="배터리 counterfeit", by=cast.counsel, stream=Stream.PRIVILEGED)
    for words in "배터리", "counterfeit":
        assert TimelineEntry.objects.visible_to(cast.legal).search(words).exists()
        for person in cast.comms, cast.executive, cast.guest, cast.stranger:
            assert not TimelineEntry.objects.visible_to(person).search(words).exists()


# -- what Postgres itself keeps ------------------------------------------------------------------


def test_its_numbers_are_nobodys_to_choose(cast: Cast, room: Incident) -> None:
    forged = TimelineEntry.objects.create(
        incident=room,
        stream=Stream.WORKING,
        type="note.posted",
        actor=cast.comms,
        n=1,
        room_seq=1,
        hash=b"forged",
    )
    forged.refresh_from_db()
    room.refresh_from_db()
    assert (forged.n, forged.room_seq) == (room.working_n, room.room_seq)
    assert bytes(forged.hash) == bytes(room.last_hash) != b"forged"


def test_a_stream_that_nobody_knows_is_refused(cast: Cast, room: Incident) -> None:
    with pytest.raises(IntegrityError, match="a_known_stream"), transaction.atomic():
        TimelineEntry.objects.create(incident=room, stream="gossip", type="note.posted", actor=cast.comms)


def test_it_refers_only_to_its_own_room(cast: Cast, room: Incident) -> None:
    from tests.cast import a_room

    elsewhere = post_note(a_room(cast), text="words", by=cast.comms)
    with pytest.raises(DatabaseError, match="own room and stream"), transaction.atomic():
        TimelineEntry.objects.create(
            incident=room, stream=Stream.WORKING, type="note.posted", actor=cast.comms, refers_to=elsewhere
        )


def test_one_stream_grows_without_moving_the_others(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="words", by=cast.comms)
    for _ in range(3):
        make_decision(room, text="words", by=cast.lead)
        post_note(room, text="words", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert post_note(room, text="words", by=cast.comms).n == note.n + 1
