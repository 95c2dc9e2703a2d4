from datetime import timedelta
from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.models import Incident, Stream, TimelineEntry
from publishing.actions.publications import publish
from publishing.actions.reach import record_reach
from publishing.models import Publication, ReachSnapshot
from tests.approvals.proofs import a_signed_revision
from tests.cast import Cast, a_room


@pytest.fixture
def out(cast: Cast, room: Incident) -> Publication:
    revision = a_signed_revision(cast, room)
    return publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)


def test_a_count_comes_with_its_method_and_hangs_on_what_went_out(
    cast: Cast, room: Incident, out: Publication
) -> None:
    record_reach(
        room,
        publication=out,
        accounts=13_400,
        reposts=19,
        method="followers of those who reposted",
        by=cast.lead,
    )
    told = TimelineEntry.objects.get(type="reach.recorded")
    assert (told.stream, told.refers_to) == (Stream.BRIEFING, out.entry)
    assert (told.payload["accounts"], told.payload["reposts"], told.payload["basis"]) == (13_400, 19, "gross")
    assert [each.accounts for each in out.snapshots.all()] == [13_400]


def test_of_several_counts_the_last_one_stands(cast: Cast, room: Incident, out: Publication) -> None:
    hour_ago = room.now() - timedelta(hours=1)
    record_reach(room, publication=out, accounts=500, method="views", by=cast.lead)
    record_reach(room, publication=out, accounts=100, method="views", counted_at=hour_ago, by=cast.lead)
    record_reach(room, accounts=450, method="de-duplicated", basis="net", by=cast.lead)
    assert [each.accounts for each in ReachSnapshot.objects.latest_gross()] == [500]


def test_two_presses_count_once(cast: Cast, room: Incident, out: Publication) -> None:
    key = uuid4()
    for _press in range(2):
        record_reach(room, publication=out, accounts=5, method="views", by=cast.support, key=key)
    assert ReachSnapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"method": " "}, "how this was counted"),
        ({"accounts": -1}, "zero or more"),
        ({"publication": None}, "sum of what each"),
    ],
)
def test_a_count_that_means_nothing_is_refused(
    cast: Cast, room: Incident, out: Publication, fields: dict, reason: str
) -> None:
    wanted = {"publication": out, "accounts": 5, "method": "views", "by": cast.lead}
    with pytest.raises(Refused, match=reason):
        record_reach(room, **(wanted | fields))


def test_another_rooms_publication_is_refused(cast: Cast, out: Publication) -> None:
    with pytest.raises(Refused, match="another room"):
        record_reach(a_room(cast), publication=out, accounts=5, method="views", by=cast.lead)


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_who_holds_no_pen_counts_nothing(cast: Cast, room: Incident, out: Publication, who: str) -> None:
    with pytest.raises(Refused):
        record_reach(room, publication=out, accounts=5, method="views", by=getattr(cast, who))
