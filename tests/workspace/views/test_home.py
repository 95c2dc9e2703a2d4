"""The list of rooms looks again by itself, says when it did, and counts what waits for its reader."""

import re

from incidents.actions.questions import ask_question
from incidents.models import Incident, Role
from tests.approvals.proofs import an_asked_revision
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.cast import Cast, a_room


def test_the_list_fetches_itself_without_the_form_that_is_being_filled_in(cast: Cast, room: Incident) -> None:
    page = html(as_(cast.comms).get("/"))
    assert 'hx-get="/" hx-trigger="every 20s"' in page
    piece = as_(cast.comms).get("/", headers=HTMX)
    assert piece.status_code == 200
    assert str(room) in html(piece)
    assert "<form" not in html(piece)
    assert "As it stood at" in words(piece)


def test_what_waits_in_all_rooms_is_counted_together_and_for_each_alone(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    ask_question(a_room(cast, title="Another"), text="Who?", asked_of=Role.LEGAL, by=cast.comms)
    for who, count in ("counsel", 2), ("comms", 1), ("support", 0), ("stranger", 0):
        assert f'data-waiting="{count}"' in html(as_(getattr(cast, who)).get("/", headers=HTMX))


def test_the_desk_says_how_much_of_it_is_to_sign(cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    ask_question(room, text="Who?", asked_of=Role.LEGAL, by=cast.comms)
    desk = html(as_(cast.counsel).get(f"/rooms/{room.pk}/desk/"))
    assert re.search(r'data-waiting="2" [^>]*data-sign="1"', desk)


def test_where_there_is_no_room_the_first_step_is_said(cast: Cast) -> None:
    page = words(as_(cast.stranger).get("/"))
    assert "You are in no room yet" in page
    assert "Open one" in page
