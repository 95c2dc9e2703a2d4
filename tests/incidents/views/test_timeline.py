from urllib.parse import urlencode

import pytest
from django.test import Client

from incidents import story
from incidents.actions.facts import post_fact
from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.approvals.views.browse import HTMX, as_, html
from tests.articles import articles_in
from tests.cast import Cast, a_room
from tests.incidents.views.browse import furnish


def refs(client: Client, room: Incident, **asked: object) -> list[str]:
    return list(articles_in(html(client.get(f"/rooms/{room.pk}/timeline/?{urlencode(asked)}"))))


def test_the_whole_story_is_the_list_that_listens(cast: Cast, room: Incident) -> None:
    page = html(as_(cast.comms).get(f"/rooms/{room.pk}/timeline/"))
    assert 'id="timeline"' in page
    assert list(articles_in(page)) == [entry.ref for entry in story.visible_entries(room, cast.comms).told()]


def test_a_filtered_story_does_not_listen_but_fetches_itself(cast: Cast, room: Incident) -> None:
    """What the socket brings may not be what was asked for."""
    page = html(as_(cast.comms).get(f"/rooms/{room.pk}/timeline/?type=fact"))
    assert 'id="timeline"' not in page
    assert "room-changed from:body" in page


def test_the_address_says_what_is_asked(cast: Cast, room: Incident) -> None:
    furnish(cast, room)
    note = post_note(room, text="배터리 연기", by=cast.support, strands=["A"])
    fact = post_fact(room, text="The letter was sent.", by=cast.comms, stream=Stream.BRIEFING)
    legal = as_(cast.legal)
    assert refs(legal, room, type="note") == [note.ref]
    assert refs(legal, room, q="배터리") == [note.ref]
    assert refs(legal, room, person=cast.comms.pk) == [fact.ref]
    assert note.ref in refs(legal, room, strand="A")
    assert refs(legal, room, stream="privileged") == ["p1", "p2", "p3"]
    assert refs(legal, room, type="note", q="letter") == []


@pytest.mark.parametrize("person", ["comms", "executive", "guest"])
def test_the_privileged_stream_is_empty_to_the_uncleared_and_says_nothing_more(
    cast: Cast, room: Incident, person: str
) -> None:
    """The page is the same, to the byte, whether there is privileged material or none."""
    path, reader = f"/rooms/{room.pk}/timeline/?stream=privileged", as_(getattr(cast, person))
    before = html(reader.get(path, headers=HTMX))
    furnish(cast, room)
    assert len(refs(as_(cast.legal), room, stream="privileged")) == 3
    assert html(reader.get(path, headers=HTMX)) == before


def test_a_search_by_the_uncleared_finds_nothing_privileged(cast: Cast, room: Incident) -> None:
    post_note(room, text="We would settle for 40000.", by=cast.counsel, stream=Stream.PRIVILEGED)
    for word in "settle", "40000":
        assert refs(as_(cast.legal), room, q=word) == ["p1"]
        for person in cast.comms, cast.support, cast.executive, cast.guest:
            page = html(as_(person).get(f"/rooms/{room.pk}/timeline/?q={word}"))
            assert not articles_in(page)
            assert "privileged" not in page.lower()


def test_older_pages_are_reached_by_the_links_on_them(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "PAGE", 3)
    furnish(cast, room)
    for reader in cast.lead, cast.guest:
        client, path, found = as_(reader), f"/rooms/{room.pk}/timeline/", list[str]()
        while path:
            page = html(client.get(path, headers=HTMX))
            found = [*articles_in(page), *found]
            path = (
                page.split('hx-get="', 1)[1].split('"')[0].replace("&amp;", "&")
                if 'id="older"' in page
                else ""
            )
        assert found == [entry.ref for entry in story.visible_entries(room, reader).told()]


def test_older_pages_keep_the_filter(cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "PAGE", 2)
    for count in range(5):
        post_note(room, text=f"about goods {count}", by=cast.comms)
        post_note(room, text="about nothing", by=cast.comms)
    client, path, found = as_(cast.comms), f"/rooms/{room.pk}/timeline/?q=goods", list[str]()
    while path:
        page = html(client.get(path, headers=HTMX))
        found = [*articles_in(page), *found]
        link = page.split('id="older"', 1)[1] if 'id="older"' in page else ""
        path = link.split('hx-get="', 1)[1].split('"')[0].replace("&amp;", "&") if link else ""
    assert found == [entry.ref for entry in room.entries.search("goods").told()]


def test_another_room_has_another_story(cast: Cast, room: Incident) -> None:
    other = a_room(cast)
    post_note(other, text="elsewhere", by=cast.comms)
    assert "elsewhere" not in html(as_(cast.comms).get(f"/rooms/{room.pk}/timeline/"))
