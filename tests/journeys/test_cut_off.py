"""A browser that was cut off comes back complete, and never pretends."""

from collections.abc import Callable
from itertools import pairwise

from playwright.sync_api import Page, expect

from incidents.actions.notes import post_note
from incidents.actions.rooms import open_room
from incidents.models import Kind, Severity, Stream
from tests.cast import Cast
from tests.journeys.room import entries


def test_counsel_cut_off_for_twenty_entries_comes_back_to_all_of_them_once(
    enter: Callable[..., Page], cast: Cast
) -> None:
    room = open_room(title="A bad line", severity=Severity.SEV3, kind=Kind.OTHER, by=cast.lead)
    counsel = enter("counsel", path=room.get_absolute_url())
    expect(counsel.get_by_text("Live, up to date")).to_be_visible()
    held = len(entries(counsel))

    counsel.context.set_offline(True)
    expect(counsel.get_by_text("Not live")).to_be_visible(timeout=5_000)
    for count in range(20):
        stream = Stream.PRIVILEGED if count % 5 == 0 else Stream.WORKING
        post_note(room, text=f"while you were away {count}", by=cast.legal, stream=stream)
    counsel.wait_for_timeout(500)
    assert len(entries(counsel)) == held

    counsel.context.set_offline(False)
    expect(counsel.get_by_text("while you were away 19")).to_be_visible(timeout=5_000)
    expect(counsel.get_by_text("Live, up to date")).to_be_visible()
    seen = entries(counsel)
    assert len(seen) == held + 20
    assert len(set(seen)) == len(seen)
    order = counsel.locator("#timeline article").evaluate_all("all => all.map(each => each.dataset.at)")
    assert all(earlier < later for earlier, later in pairwise(order))
    enter.complaints[:] = [line for line in enter.complaints if "ERR_INTERNET_DISCONNECTED" not in line]  # type: ignore[attr-defined]
