"""The Ranger Station pack, played from the first signal to the closing figures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from accounts.models import User
from approvals.models import Statement, StatementState
from approvals.waiting import slots_waiting_for, waits_in
from exercises.pack import Pack, Step
from exercises.replay import ReplayError, play
from incidents.models import Fact, FactState, Incident, Promise, Question, Role, Status, Stream, TimelineEntry
from publishing.models import Publication
from reporting.entries import RoomClosed
from reporting.figures import figures
from tests.exercises.packs import small_pack

Cast = Mapping[str, User]


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}-05:00")


def test_the_whole_pack_ends_in_the_closing_figures(played: Incident) -> None:
    closed = figures(played)

    assert played.status == Status.CLOSED
    assert closed.first_signal_at == eastern("2008-12-09 18:10")
    assert closed.resolved_at == eastern("2008-12-10 16:36")
    assert closed.to_resolution == timedelta(hours=22, minutes=26)
    assert closed.to_first_response == timedelta(hours=1, minutes=59)
    assert closed.first_signal_to_response == timedelta(hours=13, minutes=19)
    assert closed.last_message_at == eastern("2008-12-11 02:29")
    assert closed.reach_gross == 34_400
    assert closed.reach_reported == 32_332
    assert closed.reach_difference == 2_068
    assert (closed.messages, closed.reported.messages, closed.reported.work_hours) == (13, 138, 19)
    assert (closed.calls, closed.decisions) == (2, 2)


def test_the_first_reply_came_5_h_59_min_after_the_alert(played: Incident) -> None:
    alert = TimelineEntry.objects.get(incident=played, type="signal.posted", payload__author="A Twitter user")
    first = figures(played).first_response_at
    assert first is not None
    assert alert.occurred_at is not None
    assert first - alert.occurred_at == timedelta(hours=5, minutes=59)


def test_what_disagrees_is_said(played: Incident) -> None:
    reach, messages, end = figures(played).disagreements
    assert "34,400" in reach
    assert "32,332" in reach
    assert "2,068" in reach
    assert messages.startswith("138 messages were reported; 13 are recorded")
    assert end.startswith("22 h 26 min runs from the first signal")
    assert "32 h 19 min" in end
    assert "20 h 59 min" in end


def test_the_closing_entry_keeps_the_figures_as_they_stood(played: Incident) -> None:
    entry = TimelineEntry.objects.get(incident=played, type="room.closed")
    said = RoomClosed.from_payload(entry.payload)
    assert entry.stream == Stream.BRIEFING
    assert said.headline() == "Resolved after 22 h 26 min"
    assert said.told.disagreements == figures(played).disagreements
    assert said.told.reach_gross == 34_400


def test_every_desk_has_its_waits(played: Incident) -> None:
    comms, legal = figures(played).sign_off_waits
    assert (comms.role, legal.role) == (Role.COMMS, Role.LEGAL)
    assert comms.count == legal.count == 12
    assert abs(legal.longest - timedelta(minutes=34)) < timedelta(seconds=30)
    assert comms.median < legal.median


def test_entries_keep_the_storys_times(played: Incident) -> None:
    entries = TimelineEntry.objects.filter(incident=played)
    first = entries.filter(type="signal.posted").earliest("recorded_at")
    assert first.occurred_at == eastern("2008-12-09 18:10")
    assert first.is_backdated
    assert first.clock_at is not None
    assert eastern("2008-12-10 05:31") <= first.clock_at < eastern("2008-12-10 05:32")
    in_order = list(entries.order_by("recorded_at"))
    assert in_order == list(entries.order_by("clock_at", "recorded_at"))


def test_it_is_an_exercise_and_says_so(played: Incident) -> None:
    assert (played.is_exercise, played.scenario) == (True, "ranger-station-fire")
    assert played.title == "Letter to The Ranger Station"


def test_counsels_advice_is_for_the_cleared_only(played: Incident, troupe: Cast) -> None:
    advice = TimelineEntry.objects.filter(incident=played, stream=Stream.PRIVILEGED)
    assert advice.count() == 1
    readers = {key for key, person in troupe.items() if advice.visible_to(person).exists()}
    assert readers == {"lead", "counsel", "legal"}


def test_nothing_that_was_published_went_unsigned(played: Incident) -> None:
    sent = Publication.objects.filter(incident=played)
    assert sent.count() == 13
    for publication in sent:
        signers = set(publication.revision.sign_offs.values_list("slot__role", flat=True))
        assert signers == {Role.COMMS, Role.LEGAL}


def test_half_way_exactly_counsels_signature_is_missing(
    half_played: Incident, ranger_station: Pack, troupe: Cast
) -> None:
    (wait,) = waits_in(half_played)
    assert (wait.statement.title, wait.slot.role) == ("Official statement on The Ranger Station", Role.LEGAL)
    assert wait.people == (troupe["counsel"],)
    for key, person in troupe.items():
        assert len(slots_waiting_for(person, half_played)) == (1 if key == "counsel" else 0)


def test_half_way_there_is_something_to_see_everywhere(half_played: Incident) -> None:
    assert eastern("2008-12-10 16:14") <= half_played.now() < eastern("2008-12-10 16:15")
    assert half_played.status == Status.OPEN
    facts = Fact.objects.filter(incident=half_played)
    assert {fact.state for fact in facts} == set(FactState)
    assert Question.objects.filter(incident=half_played).open().count() == 1
    promise = Promise.objects.filter(incident=half_played, is_public=True).open().get()
    assert promise.due_at == eastern("2008-12-10 16:45")
    assert [strand.letter for strand in half_played.strands.all()] == ["A", "B"]
    official = Statement.objects.get(incident=half_played, title__startswith="Official")
    assert official.current.number == 3
    assert official.state == StatementState.WAITING


def test_it_stops_after_what_had_been_recorded_by_a_time(
    ranger_station: Pack, troupe: Cast, db: None
) -> None:
    room = play(ranger_station, people=troupe, until=eastern("2008-12-10 05:35"))
    assert room is not None
    assert TimelineEntry.objects.filter(incident=room, type="signal.posted").count() == 4
    assert not Fact.objects.filter(incident=room).exists()
    assert room.now() >= eastern("2008-12-10 05:35")


def test_there_is_no_room_before_it_opens(ranger_station: Pack, troupe: Cast, db: None) -> None:
    until = eastern("2008-12-10 05:00")
    assert play(ranger_station, people=troupe, until=until) is None


def test_speed_is_in_minutes_of_the_story_per_minute(ranger_station: Pack, troupe: Cast, db: None) -> None:
    waited: list[float] = []
    told: list[Step] = []
    play(
        ranger_station,
        people=troupe,
        until=eastern("2008-12-10 05:40"),
        speed=60,
        wait=waited.append,
        tell=told.append,
    )
    assert sum(waited) == 10
    assert [step.do for step in told][:2] == ["open_room", "post_signal"]


def test_a_replay_can_be_interrupted_between_two_steps(ranger_station: Pack, troupe: Cast, db: None) -> None:

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(ranger_station, people=troupe, speed=1, wait=interrupt)
    assert Incident.objects.latest("pk").status == Status.OPEN


def test_every_replay_opens_a_room_of_its_own(
    half_played: Incident, ranger_station: Pack, troupe: Cast
) -> None:
    other = play(ranger_station, people=troupe, until=eastern("2008-12-10 05:30"))
    assert other is not None
    assert other.pk != half_played.pk


def test_what_the_room_refuses_is_said_with_its_line(tmp_path: Path, troupe: Cast, db: None) -> None:
    more = (
        "  - {at: 2008-12-10 05:40, by: comms, do: sign_off, with: {statement: holding}, source: placed}\n"
        "  - {at: 2008-12-10 05:41, by: lead, do: post_note, with: {text: Never said}, source: placed}\n"
    )
    pack = small_pack(tmp_path, more)
    with pytest.raises(ReplayError, match=rf"small\.yaml:{pack.steps[2].line}: sign_off was refused: \w+"):
        play(pack, people=troupe)
    room = Incident.objects.get(scenario="small")
    assert Fact.objects.get(incident=room).text == "A letter went out."
    assert not TimelineEntry.objects.filter(incident=room, type="note.posted").exists()
