"""A room that let words out unsigned says so at its end, and says whether anybody has judged it."""

from django.urls import reverse

from incidents.models import Incident, Stream
from publishing.actions.glasses import review_glass
from reporting.actions.closures import close_room
from reporting.figures import figures
from tests.approvals.proofs import an_asked_revision
from tests.approvals.views.browse import as_, words
from tests.cast import Cast
from tests.publishing.glasses import broken, opened

UNREVIEWED = "nobody has reviewed that yet"


def test_a_room_that_waited_for_every_desk_leaves_nothing_open(cast: Cast, room: Incident) -> None:
    opened(an_asked_revision(cast, room), by=cast.comms)
    sums = figures(room)
    assert (sums.glasses, sums.glasses_unreviewed, sums.open_matters) == (0, 0, [])


def test_broken_glasses_are_counted_and_the_unreviewed_among_them(cast: Cast, room: Incident) -> None:
    first, _second = (broken(cast, an_asked_revision(cast, room, title=title)) for title in ("A", "B"))
    assert (figures(room).glasses, figures(room).glasses_unreviewed) == (2, 2)
    review_glass(first, text="It was right.", by=cast.counsel)
    sums = figures(room)
    assert (sums.glasses, sums.glasses_unreviewed) == (2, 1)
    assert UNREVIEWED in sums.open_matters[0]


def test_a_guest_counts_what_a_guest_was_told(cast: Cast, room: Incident) -> None:
    broken(cast, an_asked_revision(cast, room))
    sums = figures(room, streams=frozenset({Stream.BRIEFING}))
    assert (sums.glasses, sums.open_matters) == (1, [])


def test_the_lead_is_told_on_closing_and_the_record_keeps_it(cast: Cast, room: Incident) -> None:
    broken(cast, an_asked_revision(cast, room))
    assert UNREVIEWED in words(as_(cast.lead).get(reverse("closure", args=[room.pk])))
    closed = close_room(room, by=cast.lead)
    assert closed.entry.payload["figures"]["glasses_unreviewed"] == 1
    page = words(as_(cast.executive).get(reverse("figures", args=[room.pk])))
    assert UNREVIEWED in page
    assert UNREVIEWED not in words(as_(cast.guest).get(reverse("figures", args=[room.pk])))
