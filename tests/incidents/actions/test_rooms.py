from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from common.verdicts import Refused
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant
from incidents.actions.rooms import change_room, open_room, set_clock
from incidents.models import DutyAssignment, Incident, Kind, Role, Severity, Status, Stream
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import told
from tests.races.together import together


def opened(by: User, **other: Any) -> Incident:
    return open_room(
        **{"title": "Fire", "severity": Severity.SEV2, "kind": Kind.LEGAL_THREAT, "by": by, **other}
    )


def seats(room: Incident) -> dict[str, tuple[str, bool]]:
    return {
        place.person.username: (place.role, place.is_cleared)
        for place in room.participants.active().select_related("person")
    }


# -- opening -------------------------------------------------------------------------------------


def test_opening_records_what_was_said_for_everyone_in_the_room(cast: Cast) -> None:
    room = opened(cast.lead, summary="Fans are angry.")
    first = told(room)[0]
    assert (first.type, first.stream, first.actor) == ("room.opened", Stream.BRIEFING, cast.lead)
    assert first.payload == {
        "title": "Fire",
        "summary": "Fans are angry.",
        "severity": 2,
        "kind": "legal_threat",
        "is_exercise": False,
    }
    assert first.ref == "b1"


def test_the_opener_leads_and_the_team_on_duty_is_called(cast: Cast) -> None:
    assert seats(opened(cast.lead)) == {
        "lead": ("lead", True),
        "comms": ("comms", False),
        "counsel": ("legal", True),
        "legal": ("legal", True),
        "support": ("support", False),
        "executive": ("executive", False),
        "guest": ("guest", False),
    }


def test_each_of_them_is_put_on_the_timeline_once(cast: Cast) -> None:
    room = opened(cast.lead)
    invited = [entry.payload["name"] for entry in told(room, "participant.invited")]
    assert sorted(invited) == sorted(str(place.person) for place in room.participants.all())
    assert {entry.stream for entry in told(room, "participant.invited")} == {Stream.WORKING}


def test_whoever_opens_leads_whatever_they_are_on_other_days(cast: Cast) -> None:
    room = opened(cast.comms)
    assert seats(room)["comms"] == ("lead", False)
    assert seats(room)["lead"] == ("lead", True)


def test_a_stranger_who_opens_a_room_leads_it_and_is_not_thereby_cleared(cast: Cast) -> None:
    assert seats(opened(cast.stranger))["stranger"] == ("lead", False)


def test_nobody_calls_those_who_have_left_the_company(cast: Cast) -> None:
    User.objects.filter(pk=cast.support.pk).update(is_active=False)
    assert "support" not in seats(opened(cast.lead))


def test_a_guest_on_duty_is_never_cleared(cast: Cast) -> None:
    DutyAssignment.objects.filter(person=cast.guest).update(is_cleared=True)
    assert seats(opened(cast.lead))["guest"] == ("guest", False)


def test_an_inactive_account_opens_nothing(cast: Cast) -> None:
    cast.lead.is_active = False
    with pytest.raises(Refused):
        opened(cast.lead)
    assert not Incident.objects.exists()


def test_one_press_opens_one_room(cast: Cast) -> None:
    key = uuid4()
    room = opened(cast.lead, key=key)
    assert opened(cast.lead, key=key) == room
    assert Incident.objects.count() == 1
    assert opened(cast.comms, key=key) != room
    assert opened(cast.lead) != room


def test_a_real_room_has_no_clock_of_its_own(cast: Cast) -> None:
    with pytest.raises(Refused, match="exercise"):
        opened(cast.lead, opened_at=timezone.now() - timedelta(days=1))
    assert not Incident.objects.exists()
    room = opened(cast.lead)
    assert room.clock_offset == timedelta()
    assert abs(room.now() - timezone.now()) < timedelta(seconds=1)


def test_an_exercise_starts_when_its_story_does(cast: Cast) -> None:
    story = datetime(2008, 12, 9, 23, 10, tzinfo=UTC)
    room = opened(cast.lead, is_exercise=True, scenario="ranger-station-fire", opened_at=story)
    assert abs(room.now() - story) < timedelta(seconds=5)
    assert abs(room.opened_at - story) < timedelta(seconds=5)
    first = told(room)[0]
    assert abs(first.clock_at - story) < timedelta(seconds=5)
    assert abs(first.recorded_at - timezone.now()) < timedelta(seconds=5)
    assert not first.is_backdated


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_open_one_room() -> None:
    cast, key = hire(), uuid4()
    rooms = together([lambda: opened(cast.lead, key=key)] * 8)
    assert {getattr(room, "pk", room) for room in rooms} == {Incident.objects.get().pk}
    assert len(told(Incident.objects.get(), "room.opened")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_are_on_each_others_duty_list_may_open_at_once() -> None:
    """Both saw it at the same moment. Neither waits for the other for ever."""
    cast = hire()
    openers = [cast.lead, cast.comms, cast.counsel, cast.support] * 2
    rooms = together([lambda by=by: opened(by) for by in openers])
    assert not [room for room in rooms if isinstance(room, Exception)]
    assert Incident.objects.count() == len(openers)


# -- changing ------------------------------------------------------------------------------------


def test_a_change_says_what_it_was_before(cast: Cast, room: Incident) -> None:
    changed = change_room(room, severity=Severity.SEV1, title="Fire, spreading", by=cast.lead)
    room.refresh_from_db()
    assert (room.severity, room.title) == (changed.severity, changed.title) == (1, "Fire, spreading")
    said = told(room)[-1]
    assert (said.type, said.stream) == ("room.changed", Stream.BRIEFING)
    assert said.payload == {
        "severity": 1,
        "status": "open",
        "title": "Fire, spreading",
        "summary": "",
        "was_severity": 2,
        "was_status": None,
        "was_title": "Letter to a fan site",
        "was_summary": None,
    }


def test_a_change_that_changes_nothing_records_nothing(cast: Cast, room: Incident) -> None:
    before = told(room)
    change_room(room, severity=Severity.SEV2, status=Status.OPEN, title=room.title, summary="", by=cast.lead)
    assert told(room) == before


def test_emptying_the_summary_is_a_change(cast: Cast, room: Incident) -> None:
    change_room(room, summary="Fans are angry.", by=cast.lead)
    change_room(room, summary="", by=cast.lead)
    assert told(room)[-1].payload["was_summary"] == "Fans are angry."


@pytest.mark.parametrize("person", ["comms", "counsel", "legal", "support", "executive", "guest", "stranger"])
def test_only_the_lead_changes_the_room(cast: Cast, room: Incident, person: str) -> None:
    before = told(room)
    with pytest.raises(Refused):
        change_room(room, severity=Severity.SEV1, by=getattr(cast, person))
    room.refresh_from_db()
    assert room.severity == Severity.SEV2
    assert told(room) == before


def test_closing_is_a_deed_of_its_own(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="figures"):
        change_room(room, status=Status.CLOSED, by=cast.lead)
    room.refresh_from_db()
    assert room.status == Status.OPEN


def test_it_may_have_been_resolved_earlier_but_not_later(cast: Cast, room: Incident) -> None:
    earlier = room.now() - timedelta(hours=2)
    change_room(room, status=Status.MONITORING, occurred_at=earlier, by=cast.lead)
    assert told(room)[-1].occurred_at == earlier
    with pytest.raises(Refused, match="still to come"):
        change_room(room, status=Status.OPEN, occurred_at=room.now() + timedelta(hours=2), by=cast.lead)
    room.refresh_from_db()
    assert room.status == Status.MONITORING


# -- the clock -----------------------------------------------------------------------------------


def test_the_clock_of_a_real_room_is_not_set(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="exercise"):
        set_clock(room, now=timezone.now() - timedelta(days=1), by=cast.lead)
    room.refresh_from_db()
    assert room.clock_offset == timedelta()


def test_setting_an_exercises_clock_moves_its_story_and_not_its_order(cast: Cast) -> None:
    story = datetime(2008, 12, 10, 10, 30, tzinfo=UTC)
    drill = opened(cast.lead, is_exercise=True, opened_at=story)
    before = post_note(drill, text="one", by=cast.comms)
    drill = set_clock(drill, now=story - timedelta(hours=1), by=cast.lead)
    after = post_note(drill, text="two", by=cast.comms)
    assert after.clock_at < before.clock_at
    assert after.recorded_at > before.recorded_at
    assert told(drill)[-2:] == [before, after]


@pytest.mark.parametrize("person", ["comms", "executive", "stranger"])
def test_only_the_lead_sets_it(cast: Cast, person: str) -> None:
    drill = opened(cast.lead, is_exercise=True)
    with pytest.raises(Refused):
        set_clock(drill, now=timezone.now(), by=getattr(cast, person))


def test_a_lead_who_hands_over_no_longer_leads(cast: Cast, room: Incident) -> None:
    mine, theirs = room.participant(cast.lead), room.participant(cast.comms)
    assert mine is not None
    assert theirs is not None
    change_participant(theirs, role=Role.LEAD, is_cleared=False, by=cast.lead)
    change_participant(mine, role=Role.COMMS, is_cleared=True, by=cast.lead)
    with pytest.raises(Refused):
        change_room(room, severity=Severity.SEV1, by=cast.lead)
    assert change_room(room, severity=Severity.SEV1, by=cast.comms).severity == Severity.SEV1


def test_two_rooms_do_not_share_their_people(cast: Cast, room: Incident) -> None:
    other = a_room(cast)
    place = other.participant(cast.comms)
    assert place is not None
    change_participant(place, role=Role.GUEST, is_cleared=False, by=cast.lead)
    assert seats(room)["comms"] == ("comms", False)
