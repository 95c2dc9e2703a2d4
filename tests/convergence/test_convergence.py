"""The page loaded before and everything pushed since is the page loaded afresh: to the byte, for everyone."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from django.utils.safestring import SafeString

from incidents import feed, rendering, story
from incidents.entries import entry_classes
from incidents.models import Incident, Stream, TimelineEntry
from live.feed import Item
from tests.cast import Cast, a_room
from tests.convergence.page import Page, Reader, differences
from tests.convergence.stories import STORIES, Story, facts, questions

pytestmark = pytest.mark.django_db(transaction=True)

every_story = pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)


def onlookers(cast: Cast) -> list[Reader]:
    """One of each kind: cleared, on the team, an executive, a guest; and one far away."""
    return [
        Reader(cast.counsel),
        Reader(cast.comms),
        Reader(cast.executive),
        Reader(cast.guest),
        Reader(cast.legal, language="ko", zone="Asia/Seoul"),
    ]


@every_story
def test_what_was_pushed_is_what_is_there(cast: Cast, room: Incident, tell: Story) -> None:
    readers = onlookers(cast)
    watching = [Page.loaded(room, reader) for reader in readers]
    asleep = [Page.blank(room, reader) for reader in readers]
    before = room.entries.count()
    for _deed in tell(cast, room):
        assert room.entries.count() > before
        before = room.entries.count()
        for page in watching:
            page.listen()
            assert differences(page, Page.loaded(room, page.reader)) == [], page.reader
    for page in asleep:  # they held nothing, and hear of it all at once
        page.listen()
        assert differences(page, Page.loaded(room, page.reader)) == [], page.reader


def test_pages_longer_than_a_screen_converge_too(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "PAGE", 4)
    page = Page.loaded(room, Reader(cast.counsel))
    list(facts(cast, room))
    page.listen()
    assert differences(page, Page.loaded(room, page.reader)) == []


def test_the_stories_tell_every_type_in_every_stream_it_can_stand_in(cast: Cast) -> None:
    for tell in STORIES:
        list(tell(cast, a_room(cast)))
    told = {(type_name, stream) for type_name, stream in TimelineEntry.objects.values_list("type", "stream")}
    assert {type_name for type_name, _stream in told} == {cls.type for cls in entry_classes()}
    follow = {
        "fact.confirmed",
        "fact.refuted",
        "question.answered",
        "entry.struck",
        "promise.kept",
        "promise.missed",
    }
    anywhere = {cls.type for cls in entry_classes() if cls.strikable} | follow
    assert {(type_name, stream) for type_name in anywhere for stream in Stream} <= told


def test_nobody_holds_what_they_may_not_read(cast: Cast, room: Incident) -> None:
    pages = {reader.person.username: Page.blank(room, reader) for reader in onlookers(cast)}
    list(facts(cast, room))
    for page in pages.values():
        page.listen()
    streams = {name: {ref[0] for ref in page.articles} for name, page in pages.items()}
    assert streams == {
        "counsel": {"b", "w", "p"},
        "legal": {"b", "w", "p"},
        "comms": {"b", "w"},
        "executive": {"b", "w"},
        "guest": {"b"},
    }


# -- and these tests would notice -----------------------------------------------------------------


@pytest.fixture
def scribble(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[TimelineEntry], object]], None]:
    """Let every entry show one thing more, as a careless template would."""
    draw = rendering.render_to_string

    def doctor(more: Callable[[TimelineEntry], object]) -> None:
        def drawn(template: str, context: dict[str, TimelineEntry]) -> str:
            return SafeString(
                draw(template, context).replace("</article>", f"{more(context['entry'])}</article>")
            )

        monkeypatch.setattr(rendering, "render_to_string", drawn)

    return doctor


def converged(cast: Cast, room: Incident, tell: Story = questions) -> bool:
    pages = [Page.loaded(room, reader) for reader in onlookers(cast)]
    for _deed in tell(cast, room):
        for page in pages:
            page.listen()
            if differences(page, Page.loaded(room, page.reader)):
                return False
    return True


Scribble = Callable[[Callable[[TimelineEntry], object]], None]


def test_a_template_that_minds_its_manners_converges(cast: Cast, room: Incident, scribble: Scribble) -> None:
    scribble(lambda entry: entry.ref)
    assert converged(cast, room)


def test_one_that_depends_on_the_viewer_does_not(cast: Cast, room: Incident, scribble: Scribble) -> None:
    scribble(lambda entry: timezone.localtime(entry.clock_at).strftime("%H:%M"))
    assert not converged(cast, room)


def test_nor_does_one_that_drifts_with_the_room(cast: Cast, room: Incident, scribble: Scribble) -> None:
    scribble(lambda entry: entry.incident.entries.count())
    assert not converged(cast, room)


def test_nor_one_that_draws_a_new_token_each_time(cast: Cast, room: Incident, scribble: Scribble) -> None:
    scribble(lambda entry: object())
    assert not converged(cast, room)


def test_nor_a_feed_that_forgets_what_a_deed_touched(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = feed._item

    def forgetful(*args: object) -> Item:
        item = whole(*args)
        return Item(stream=item.stream, n=item.n, html=item.html, touched={"en": (), "ko": ()})

    monkeypatch.setattr(feed, "_item", forgetful)
    assert not converged(cast, room)


@pytest.mark.parametrize(("instead", "same"), [("<article", True), ("<article ", False)])
def test_nor_a_page_that_is_drawn_another_way(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch, instead: str, same: bool
) -> None:
    whole = story.render_all

    def otherwise(rows: list[TimelineEntry], language: str) -> list[str]:
        return [SafeString(article.replace("<article", instead)) for article in whole(rows, language)]

    monkeypatch.setattr(story, "render_all", otherwise)
    assert converged(cast, room) is same
