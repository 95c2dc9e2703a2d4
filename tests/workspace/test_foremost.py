from collections.abc import Callable

import pytest

from incidents.actions.facts import post_fact
from incidents.actions.questions import ask_question
from incidents.models import Fact, Incident, Role
from tests.cast import Cast
from workspace import foremost
from workspace.briefing import brief
from workspace.desk import desk_of
from workspace.foremost import Foremost


@pytest.mark.parametrize(
    ("there", "shown", "questions"), [(0, 0, 1), (2, 2, 1), (3, 3, 1), (4, 3, 2), (9, 3, 2)]
)
def test_it_shows_the_first_and_counts_them_all(
    cast: Cast,
    room: Incident,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[[int], object],
    there: int,
    shown: int,
    questions: int,
) -> None:
    monkeypatch.setattr(foremost, "MANY", 3)
    facts = [post_fact(room, text=f"Fact {n}", by=cast.comms) for n in range(there)]
    with django_assert_num_queries(questions):
        found = Foremost.of(Fact.objects.filter(incident=room).order_by("entry"))
    assert list(found) == facts[:shown]
    assert len(found) == there
    assert bool(found) == bool(there)


def test_a_desk_and_a_briefing_show_no_more_and_count_them_all(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foremost, "MANY", 3)
    asked = [ask_question(room, text=f"{n}?", asked_of=Role.LEGAL, by=cast.comms) for n in range(5)]
    facts = [post_fact(room, text=f"Fact {n}", by=cast.comms) for n in range(5)]
    place = room.participant(cast.counsel)
    assert place is not None
    desk, briefing = desk_of(cast.counsel, place, room), brief(cast.counsel, place, room)
    assert (list(desk.answer), desk.waiting) == (asked[:3], 5)  # who has waited longest comes first
    assert (list(briefing.questions), len(briefing.questions)) == (asked[:3], 5)
    assert (list(briefing.unknown), len(briefing.unknown)) == (facts[:1:-1], 5)
