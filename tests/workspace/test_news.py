"""What is new to me since I last looked: mine alone, and nothing of what I may not know."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from common.verdicts import Refused
from incidents.actions.decisions import make_decision
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.cast import Cast
from workspace.actions.looks import look
from workspace.briefing import brief
from workspace.models import Look
from workspace.news import ONE_VISIT, look_before


def has_looked(cast: Cast, room: Incident, who: str = "executive", *, ago: timedelta = ONE_VISIT * 2) -> Look:
    """That someone saw all there was, a while ago: the row that the page would have made then."""
    person = getattr(cast, who)
    place = room.participant(person)
    assert place is not None
    until = brief(person, place, room).until
    assert until is not None
    return Look.objects.create(incident=room, person=person, until=until, clock_at=room.now() - ago)


def told(cast: Cast, room: Incident, who: str = "executive") -> list[str]:
    person = getattr(cast, who)
    place, before = room.participant(person), look_before(room, person)
    assert place is not None
    news = brief(person, place, room, look=before).news
    return news.parts if news else ["never looked"]


def page(cast: Cast, room: Incident, query: str = "", **headers: Any) -> str:
    return words(as_(cast.executive).get(f"/rooms/{room.pk}/executive/{query}", **headers))


def test_what_happened_since_is_counted_for_each_by_their_own_look(cast: Cast, room: Incident) -> None:
    assert told(cast, room) == ["never looked"]
    has_looked(cast, room)
    assert told(cast, room) == []
    fact = post_fact(room, text="A letter was sent.", by=cast.support)
    has_looked(cast, room, "comms")
    confirm_fact(fact, source="the file", by=cast.counsel)
    make_decision(room, text="Call him.", by=cast.lead)
    assert told(cast, room) == ["1 decision", "1 fact confirmed", "1 claim to verify"]
    assert told(cast, room, "comms") == ["1 decision", "1 fact confirmed"]
    assert told(cast, room, "lead") == ["never looked"]


def test_nothing_privileged_is_news_whoever_asks(cast: Cast, room: Incident) -> None:
    for who in "executive", "counsel":
        has_looked(cast, room, who)
    post_note(room, text="canary", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert told(cast, room) == told(cast, room, "counsel") == []
    post_note(room, text="plain", by=cast.counsel)
    assert told(cast, room) == ["1 other entry"]


def test_a_glance_a_moment_ago_hides_nothing(cast: Cast, room: Incident) -> None:
    has_looked(cast, room)
    make_decision(room, text="Call him.", by=cast.lead)
    has_looked(cast, room, ago=timedelta(minutes=1))
    assert told(cast, room) == ["1 decision"]


def test_an_open_page_keeps_what_was_new_when_it_was_opened(cast: Cast, room: Incident) -> None:
    first = has_looked(cast, room)
    fact = post_fact(room, text="A letter was sent.", by=cast.support)
    confirm_fact(fact, source="the file", by=cast.counsel)
    opened = as_(cast.executive).get(f"/rooms/{room.pk}/executive/")
    assert f"?look={first.pk}" in html(opened)
    assert "1 fact confirmed" in words(opened)
    has_looked(cast, room, ago=ONE_VISIT * 1.5)
    assert "1 fact confirmed" in page(cast, room, f"?look={first.pk}", headers=HTMX)
    assert "Nothing new since you looked" in page(cast, room)
    assert "since you looked" not in page(cast, room, "?look=0", headers=HTMX)
    assert "since you looked" not in page(cast, room, "?wall=1")  # nobody in particular looks at a wall


def test_somebody_elses_look_is_not_mine(cast: Cast, room: Incident) -> None:
    theirs = has_looked(cast, room, "comms")
    assert "since you looked" not in page(cast, room, f"?look={theirs.pk}")
    assert page(cast, room, "?look=nonsense")


def test_the_page_says_that_it_was_seen_and_loading_it_says_nothing(cast: Cast, room: Incident) -> None:
    executive, path = as_(cast.executive), f"/rooms/{room.pk}/looks/"
    place = room.participant(cast.executive)
    assert place is not None
    until = brief(cast.executive, place, room).until
    assert until is not None
    for _each in range(2):
        executive.get(f"/rooms/{room.pk}/executive/")
    assert not Look.objects.exists()
    assert executive.post(path, {"until": until.isoformat()}).status_code == 204
    row = Look.objects.get()
    assert (row.person, row.incident, row.until) == (cast.executive, room, until)
    assert room.now() - row.clock_at < timedelta(minutes=1)
    assert executive.post(path, {"until": "soon"}).status_code == 422
    assert executive.get(path).status_code == 405
    assert as_(cast.stranger).post(path, {"until": until.isoformat()}).status_code == 404
    assert Look.objects.count() == 1


def test_nobody_has_seen_what_is_not_told_yet(cast: Cast, room: Incident) -> None:
    far = look(room, until=room.now() + timedelta(days=1), by=cast.executive)
    make_decision(room, text="Call him.", by=cast.lead)
    assert far.until < room.entries.latest("recorded_at").recorded_at
    with pytest.raises(Refused):
        look(room, until=room.now(), by=cast.stranger)


def test_a_look_is_not_rewritten(cast: Cast, room: Incident) -> None:
    row = has_looked(cast, room)
    for deed in (lambda: Look.objects.update(until=room.now()), row.delete):
        with pytest.raises(Error), transaction.atomic():
            deed()
