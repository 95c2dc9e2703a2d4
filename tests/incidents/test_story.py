from collections.abc import Iterator

import pytest
from django.utils.html import escape

from accounts.models import User
from incidents import story
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import answer_question, ask_question
from incidents.actions.strands import create_strand
from incidents.models import Incident, Stream
from incidents.story import StoryFilter, read_story
from tests.articles import article_ids
from tests.cast import Cast, a_room


@pytest.fixture
def busy(cast: Cast, room: Incident) -> Incident:
    """A room with something of everything: on and off strand A, in every stream, by several people."""
    create_strand(room, name="Goods", by=cast.lead)
    post_note(room, text="for everyone", by=cast.comms, stream=Stream.BRIEFING)
    post_note(room, text="about goods", by=cast.support, strands=["A"])
    confirm_fact(post_fact(room, text="goods were sold", by=cast.comms, strands=["A"]), by=cast.legal)
    answer_question(ask_question(room, text="who sold?", by=cast.comms), text="a dealer", by=cast.support)
    post_note(room, text="advice on goods", by=cast.counsel, stream=Stream.PRIVILEGED, strands=["A"])
    return room


def read(room: Incident, reader: User, **wanted: object) -> list[str]:
    """The refs of what this reader gets to see, in order."""
    return article_ids(read_story(room, reader, language="en", wanted=StoryFilter(**wanted)).articles)


def refs(room: Incident, **columns: object) -> list[str]:
    return [entry.ref for entry in room.entries.filter(**columns).order_by("recorded_at")]


# -- filters -------------------------------------------------------------------------------------


def test_unfiltered_it_is_everything_in_the_order_of_telling(cast: Cast, busy: Incident) -> None:
    assert read(busy, cast.counsel) == refs(busy)
    assert read(busy, cast.comms) == refs(busy, stream__in=[Stream.BRIEFING, Stream.WORKING])
    assert read(busy, cast.guest) == refs(busy, stream=Stream.BRIEFING)
    assert read(busy, cast.stranger) == []


def test_by_type(cast: Cast, busy: Incident) -> None:
    assert read(busy, cast.counsel, group="fact") == refs(busy, type__in=["fact.posted", "fact.confirmed"])
    assert read(busy, cast.counsel, group="question") == refs(busy, type__startswith="question.")
    assert read(busy, cast.comms, group="note") == refs(
        busy, type="note.posted", stream__in=["briefing", "working"]
    )
    assert read(busy, cast.counsel, group="call") == []


def test_by_strand(cast: Cast, busy: Incident) -> None:
    on_it = refs(busy, strands__contains=["A"])
    assert len(on_it) == 5  # the strand itself, a note, a fact and what became of it, and advice
    assert read(busy, cast.counsel, strand="A") == on_it
    assert read(busy, cast.comms, strand="A") == on_it[:-1]
    assert read(busy, cast.counsel, strand="B") == []


def test_by_person(cast: Cast, busy: Incident) -> None:
    assert read(busy, cast.counsel, person=cast.support.pk) == refs(busy, actor=cast.support)
    assert read(busy, cast.comms, person=cast.counsel.pk) == []  # all that counsel wrote is privileged
    assert read(busy, cast.counsel, person=cast.stranger.pk) == []
    assert read(busy, cast.counsel, person=2**31) == []


def test_by_stream(cast: Cast, busy: Incident) -> None:
    for stream in Stream:
        assert read(busy, cast.counsel, stream=stream) == refs(busy, stream=stream)


def test_by_words(cast: Cast, busy: Incident) -> None:
    assert len(read(busy, cast.counsel, words="goods")) == 5
    assert read(busy, cast.guest, words="goods") == []
    assert read(busy, cast.guest, words="everyone") == refs(busy, search_text="for everyone")


def test_filters_add_up(cast: Cast, busy: Incident) -> None:
    found = read(
        busy, cast.counsel, group="note", strand="A", person=cast.support.pk, stream="working", words="goods"
    )
    assert found == refs(busy, search_text="about goods")


def test_a_filter_that_asks_nothing_is_none() -> None:
    assert not StoryFilter()
    assert all(
        StoryFilter(**{name: value})
        for name, value in {
            "group": "fact",
            "strand": "A",
            "person": 1,
            "stream": "working",
            "words": "x",
        }.items()
    )


@pytest.mark.parametrize("person", ["comms", "support", "executive", "guest"])
def test_who_asks_for_a_stream_they_may_not_read_learns_nothing_of_it(
    cast: Cast, busy: Incident, person: str
) -> None:
    """Not its entries, not how many there are, not that there is another page."""
    reader = getattr(cast, person)
    asked = read_story(busy, reader, language="en", wanted=StoryFilter(stream="privileged"))
    quiet = read_story(a_room(cast), reader, language="en", wanted=StoryFilter(stream="privileged"))
    assert read(busy, cast.counsel, stream="privileged") == ["p1"]
    assert (asked.articles, asked.before) == (quiet.articles, quiet.before) == ([], None)


def test_nothing_of_another_room_is_in_it(cast: Cast, busy: Incident) -> None:
    other = a_room(cast)
    post_note(other, text="elsewhere", by=cast.comms)
    assert "elsewhere" not in "".join(read_story(busy, cast.counsel, language="en").articles)


# -- pages ---------------------------------------------------------------------------------------


def pages(room: Incident, reader: User, **wanted: object) -> Iterator[list[str]]:
    """Every page from the newest to the oldest."""
    before = None
    while True:
        page = read_story(room, reader, language="en", wanted=StoryFilter(**wanted), before=before)
        yield article_ids(page.articles)
        before = page.before
        if before is None:
            return


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_older_pages_bring_everything_once(
    cast: Cast, busy: Incident, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(story, "PAGE", size)
    for reader in cast.counsel, cast.comms, cast.guest:
        found = list(pages(busy, reader))
        assert all(len(page) == size for page in found[:-1])
        assert 1 <= len(found[-1]) <= size
        assert [ref for page in reversed(found) for ref in page] == [
            entry.ref for entry in story.visible_entries(busy, reader).order_by("recorded_at")
        ]


def test_filtered_pages_too(cast: Cast, busy: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "PAGE", 2)
    found = list(pages(busy, cast.counsel, words="goods"))
    assert [len(page) for page in found] == [2, 2, 1]
    assert sorted(ref for page in found for ref in page) == sorted(refs(busy, search_text__icontains="goods"))


def test_what_is_told_meanwhile_neither_doubles_nor_hides_anything(
    cast: Cast, busy: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "PAGE", 3)
    before = [entry.ref for entry in story.visible_entries(busy, cast.comms).order_by("recorded_at")]
    found: list[str] = []
    for page in pages(busy, cast.comms):
        found = page + found
        post_note(busy, text="meanwhile", by=cast.support)
    assert found == before


def test_an_empty_story_has_one_empty_page(cast: Cast, room: Incident) -> None:
    assert list(pages(room, cast.stranger)) == [[]]


# -- cost and safety -----------------------------------------------------------------------------


def test_it_takes_as_many_queries_for_many_entries_as_for_few(
    cast: Cast, busy: Incident, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):
        read_story(busy, cast.counsel, language="en")
    for _ in range(10):
        confirm_fact(post_fact(busy, text="another", by=cast.comms), by=cast.legal)
    with django_assert_num_queries(3):
        read_story(busy, cast.counsel, language="en")


def test_what_people_write_stays_text(cast: Cast, room: Incident) -> None:
    evil = "<img src=x onerror=alert(1)>\"'{{ 7|add:7 }}{% now 'Y' %}"
    post_note(room, text=evil, by=cast.comms)
    page = "".join(read_story(room, cast.comms, language="en").articles)
    assert escape(evil) in page
    assert "<img" not in page
