"""Who is here and who reads what: seen by those who work in the room, while it is so, and by nobody else."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

from incidents.actions.notes import post_note
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision, rewrite
from tests.cast import Cast

Enter = Callable[..., Page]
SOON = 3_000  # ms: a beat, and the way there
MOVED = 6_000  # another pass, another socket, a beat
GONE = 8_000


def dot(page: Page, name: str) -> Locator:
    return page.locator("#rail .person", has_text=name).locator("is-here")


def live(enter: Enter, who: str, path: str) -> Page:
    page = enter(who, path=path)
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def frames_of(page: Page) -> list[dict[str, Any]]:
    """Every frame that this page's sockets get from now on."""
    heard: list[dict[str, Any]] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: heard.append(json.loads(text)))

    page.on("websocket", listen)
    return heard


def test_the_lead_sees_that_counsel_reads_the_revision_and_that_they_stopped(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = an_asked_revision(cast, room).statement
    lead = live(enter, "lead", room.get_absolute_url())
    expect(dot(lead, "Social media lead")).to_have_text("here now", timeout=SOON)
    expect(dot(lead, "Associate General Counsel")).to_have_text("not here")
    desk = lead.locator("#desk reading-now")
    expect(desk.get_by_text("Legal is reading it now")).to_have_count(0)

    counsel = live(enter, "counsel", statement.get_absolute_url())
    expect(dot(lead, "Associate General Counsel")).to_have_text("here now", timeout=SOON)
    expect(lead.locator("#desk").get_by_text("Legal is reading it now")).to_be_visible(timeout=SOON)
    expect(lead.locator("#desk").get_by_text("Comms is reading it now")).to_have_count(0)

    # The rail and the desk fetch themselves; what was known of people stays on them.
    with lead.expect_response(lambda answer: answer.url.endswith("/rail/")):
        post_note(room, text="Something happened.", by=cast.comms)
    expect(lead.get_by_text("Something happened.")).to_be_visible()
    expect(dot(lead, "Associate General Counsel")).to_have_text("here now", timeout=1_000)
    expect(lead.locator("#desk").get_by_text("Legal is reading it now")).to_be_visible(timeout=1_000)

    counsel.close()
    expect(dot(lead, "Associate General Counsel")).to_have_text("not here", timeout=GONE)
    expect(lead.locator("#desk").get_by_text("Legal is reading it now")).to_have_count(0)


def test_readers_of_one_statement_see_each_other_and_who_is_behind(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = an_asked_revision(cast, room).statement
    counsel = live(enter, "counsel", statement.get_absolute_url())
    readers = counsel.locator("proof-readers")
    expect(readers).to_have_text("")
    lead = live(enter, "lead", statement.get_absolute_url())
    expect(readers).to_have_text("Social media lead (Lead) is reading revision 1", timeout=SOON)

    rewrite(statement, "Other words.", by=cast.comms)
    counsel.get_by_role("link", name="Show what changed").click()
    expect(readers).to_have_text("Social media lead (Lead) is reading an earlier revision")
    behind = lead.locator("proof-readers")
    expect(behind).to_have_text(
        "Associate General Counsel (Legal) is reading a newer revision", timeout=MOVED
    )
    expect(counsel.get_by_text("Live, up to date")).to_be_visible()


def test_a_guest_hears_of_nobody(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = an_asked_revision(cast, room).statement
    pages = {who: enter(who) for who in ("guest", "executive")}
    heard = {who: frames_of(page) for who, page in pages.items()}
    for page in pages.values():
        page.goto(room.get_absolute_url())
        expect(page.get_by_text("Live, up to date")).to_be_visible()
    counsel = live(enter, "counsel", statement.get_absolute_url())
    expect(dot(pages["executive"], "Associate General Counsel")).to_have_text("here now", timeout=SOON)
    counsel.close()
    expect(dot(pages["executive"], "Associate General Counsel")).to_have_text("not here", timeout=GONE)

    kinds = {who: {frame["type"] for frame in frames} for who, frames in heard.items()}
    assert kinds["guest"] == {"hello", "heartbeat"}
    assert "presence" in kinds["executive"]
    assert "revision" not in json.dumps(heard["guest"])
    assert set(pages["guest"].locator("is-here").all_text_contents()) == {""}
    assert pages["guest"].locator(".dot").count() == 0
    here = {each["person"] for frame in heard["executive"] for each in frame.get("here", [])}
    assert {cast.guest.pk, cast.counsel.pk} <= here  # those who work here do see that a guest is in
