from datetime import UTC, datetime, timedelta

from incidents.models import Role, Stream
from reporting.entries import RoomClosed
from reporting.figures import Figures
from reporting.reach import Count
from reporting.reported import Reported
from reporting.waits import DeskWait

RESOLVED = datetime(2008, 12, 10, 21, 36, tzinfo=UTC)
WAIT = DeskWait(role=Role.LEGAL, count=2, median=timedelta(minutes=3), longest=timedelta(minutes=5))
SUMS = Figures(
    opened_at=RESOLVED - timedelta(hours=11),
    first_signal_at=RESOLVED - timedelta(hours=22, minutes=26),
    resolved_at=RESOLVED,
    messages=13,
    sign_off_waits=(WAIT,),
    counts=(Count(accounts=34_400, method="Followers, by hand", reposts=44),),
    net=Count(accounts=32_332, method="As told by the lead"),
    reported=Reported(messages=138, note="A long day for Scott"),
)


def test_the_figures_are_read_back_as_they_were_stored() -> None:
    said = RoomClosed.of(SUMS, resolved_at=RESOLVED)
    again = RoomClosed.from_payload(said.to_payload())
    assert again == said
    assert again.told == SUMS


def test_the_end_is_told_to_everyone_with_its_length() -> None:
    said = RoomClosed.of(SUMS, resolved_at=RESOLVED)
    assert said.chosen_stream() == Stream.BRIEFING
    assert said.headline() == "Resolved after 22 h 26 min"
    assert said.search_text() == "A long day for Scott"


def test_shredding_keeps_the_numbers_and_no_words() -> None:
    shredded = RoomClosed.of(SUMS, resolved_at=RESOLVED).shred()
    assert (shredded.told.reach_gross, shredded.told.reach_reported) == (34_400, 32_332)
    for word in ("Scott", "by hand", "by the lead"):
        assert word not in str(shredded.to_payload())
