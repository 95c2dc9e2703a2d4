"""Glass is broken by two while an executive watches, judged by a third, and counted when the room closes."""

import time
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import Incident, Status
from publishing.models import AfterReview, BreakGlass, Publication, Second
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.publishing.glasses import REASON

Enter = Callable[..., Page]
AT_ONCE = 2.0  # seconds from the answer to the second of the two, on two busy cores


def live(enter: Enter, who: str, path: str) -> Page:
    page = enter(who, path=path)
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    page.evaluate("window.neverReloaded = true")
    return page


def counted(page: Page, room: Incident) -> dict[str, str]:
    """What stands under "Counts" on the closing page, as recorded here."""
    page.goto(reverse("closure", args=[room.pk]))
    rows = page.locator("table:below(#counts-title)").first.locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}


def test_two_break_it_everyone_is_told_a_third_judges_and_it_is_counted(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    revision = an_asked_revision(cast, room, channels=["x"])
    proof = revision.statement.get_absolute_url()
    comms = live(enter, "comms", proof)
    lead = live(enter, "lead", room.get_absolute_url())
    executive = live(enter, "executive", f"{room.get_absolute_url()}executive/")
    support = live(enter, "support", room.get_absolute_url())

    # One begins, with a reason; too little of one is no reason, and nothing of it is lost.
    comms.get_by_role("link", name="It cannot wait for every signature").click()
    comms.get_by_label("Why it cannot wait").fill("Because.")
    comms.get_by_role("button", name="Ask a second person").click()
    expect(comms.get_by_label("Why it cannot wait")).to_have_value("Because.")
    assert not BreakGlass.objects.exists()
    comms.get_by_label("Why it cannot wait").fill(REASON)
    comms.get_by_role("button", name="Ask a second person").click()
    comms.wait_for_url(f"**{proof}")
    # Who began cannot be the second, and nothing goes out on the word of one.
    expect(comms.get_by_role("link", name="Read it as the second")).to_have_count(0)
    expect(comms.locator("#publish-x")).to_have_count(0)
    expect(executive.locator(".alarm")).to_have_count(0)

    # Another says the same. Executives are told on the page that is open before them.
    lead.locator("#desk").get_by_role("link", name="Read it as the second").click()
    expect(lead.locator(".glass-words")).to_contain_text(revision.text)
    lead.get_by_role("button", name="Break the glass").click()
    lead.wait_for_url(f"**{proof}")
    answered = time.monotonic()
    expect(executive.locator(".alarm")).to_contain_text(REASON)
    assert time.monotonic() - answered < AT_ONCE
    expect(executive.locator(".alarm")).to_contain_text("Corporate communications and Social media lead")
    assert Second.objects.get().person == cast.lead

    expect(comms.locator("#publish-x")).to_be_visible()
    comms.locator("#publish-x").get_by_label("Live at").fill("https://x.example/status/1")
    comms.locator("#publish-x").get_by_role("button", name="Record it on X").click()
    expect(comms.locator("#publications")).to_contain_text("under a broken glass")
    assert Publication.objects.get().break_glass == BreakGlass.objects.get()
    expect(executive.locator(".said-card")).to_contain_text(revision.text)

    # It is counted from then on, and so is that nobody has judged it.
    closing = enter("lead")
    figures = counted(closing, room)
    assert figures["Let out before every desk had signed"] == "1"
    assert figures["Of these, not reviewed yet"] == "1"

    # A third finds it on their desk; neither of the two does.
    expect(lead.get_by_role("link", name="Review it")).to_have_count(0)
    support.locator("#desk").get_by_role("link", name="Review").click()
    support.get_by_label("Was it right to break the glass").fill("It was right; counsel was in the air.")
    support.get_by_role("button", name="Record the review").click()
    expect(support.locator("#publications")).to_contain_text("counsel was in the air")
    expect(executive.locator(".alarm")).to_contain_text("reviewed by")
    assert AfterReview.objects.get().person == cast.support
    assert executive.evaluate("window.neverReloaded") is True

    assert counted(closing, room)["Of these, not reviewed yet"] == "0"
    closing.get_by_role("button", name="Close the room").click()
    closing.wait_for_url(f"**{reverse('figures', args=[room.pk])}")
    room.refresh_from_db()
    assert room.status == Status.CLOSED
    assert room.entries.get(type="room.closed").payload["figures"]["glasses"] == 1
    # The browser itself notes the one 422, of the reason that was none, in its console.
    (noted,) = enter.complaints  # type: ignore[attr-defined]
    assert "422" in noted
    enter.complaints.clear()  # type: ignore[attr-defined]
