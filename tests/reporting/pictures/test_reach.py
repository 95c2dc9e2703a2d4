from typing import Any

import pytest

from incidents.models import Incident
from publishing.actions.reach import record_reach
from reporting.figures import figures
from reporting.pictures.reach import Counted, counts_of, draw
from tests.approvals.proofs import a_signed_revision
from tests.cast import Cast
from tests.reporting.story import a_drill, at, clock, sent


@pytest.fixture
def drill(cast: Cast) -> Incident:
    return a_drill(cast)


def counted(cast: Cast, drill: Incident, accounts: int, minutes: int, **fields: Any) -> None:
    said = {"method": "By hand", "counted_at": at(minutes), "by": cast.lead}
    record_reach(drill, accounts=accounts, **(said | fields))


def test_gross_is_the_latest_count_of_every_publication_added_up(cast: Cast, drill: Incident) -> None:
    revision = a_signed_revision(cast, drill)
    clock(cast, drill)(90)
    post, forum = (sent(cast, revision, minutes=30, channel=channel) for channel in ("x", "forum"))
    counted(cast, drill, 100, 40, publication=post)
    counted(cast, drill, 30, 60, publication=forum)
    counted(cast, drill, 900, 50, publication=post)
    counted(cast, drill, 800, 80, basis="net", method="Followers, once each")
    assert [(each.at, each.of, each.basis, each.accounts, each.total) for each in counts_of(drill)] == [
        (at(40), "X", "gross", 100, 100),
        (at(50), "X", "gross", 900, 900),
        (at(60), "Forum", "gross", 30, 930),
        (at(80), "", "net", 800, 800),
    ]
    now = figures(drill)
    assert now.net
    assert (now.reach_gross, now.net.accounts) == (930, 800)


def count(minutes: int, total: int, basis: str = "gross", method: str = "By hand") -> Counted:
    return Counted(at(minutes), "", basis, method, total, total)


def test_a_line_holds_its_height_until_the_next_count() -> None:
    picture = draw(
        [count(25, 50), count(50, 200), count(75, 150, "net", "Once each")], since=at(0), until=at(100)
    )
    assert picture and picture.gross and picture.net
    assert [(each.x, each.x2, each.height) for each in picture.gross.levels] == [
        ("25%", "50%", "25%"),
        ("50%", "100%", "100%"),
    ]
    assert [(each.x, each.x2, each.y) for each in picture.net.levels] == [("75%", "100%", "25%")]
    assert (picture.gross.total, picture.net.total) == (200, 150)
    assert (picture.gross.method, picture.net.method) == ("By hand", "Once each")


def test_two_totals_close_together_have_labels_apart() -> None:
    picture = draw([count(25, 100), count(50, 99, "net")], since=at(0), until=at(100))
    assert picture and picture.gross and picture.net
    heights = [float(line.label_y.rstrip("%")) for line in (picture.gross, picture.net)]
    assert abs(heights[0] - heights[1]) >= 16


def test_nothing_counted_nothing_drawn() -> None:
    assert draw([], since=at(0), until=at(100)) is None


def test_nobody_reached_divides_by_nothing() -> None:
    picture = draw([count(25, 0)], since=None, until=at(25))
    assert picture and picture.gross and picture.gross.total == 0
    assert picture.net is None
