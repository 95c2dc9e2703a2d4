"""One key, one decision; two taps on a phone; a line said from the desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from approvals.models import SignOff
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.publishing.lines import LINE, a_line

Enter = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def ready(page: Page) -> Page:
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def test_two_statements_are_signed_without_a_mouse(enter: Enter, cast: Cast, room: Incident) -> None:
    first = an_asked_revision(cast, room, title="First answer").statement
    an_asked_revision(cast, room, title="Second answer")
    page = ready(enter("counsel", path=room.get_absolute_url()))

    page.keyboard.press("n")
    expect(page.get_by_role("link", name="Review and sign").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    ready(page)
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Sign off for Legal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("Second answer")

    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second answer")
    ready(page)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#parts")).to_contain_text("Legal signed")
    assert SignOff.objects.filter(person=cast.counsel).count() == 2


def test_keys_never_fire_while_somebody_types(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = an_asked_revision(cast, room).statement
    an_asked_revision(cast, room, title="Another")
    page = ready(enter("counsel", path=statement.get_absolute_url()))
    page.keyboard.press("r")
    remark = page.get_by_label("What do you say about it?")
    expect(remark).to_be_focused()
    page.keyboard.type("an anapaest, nap")
    expect(remark).to_have_value("an anapaest, nap")
    page.keyboard.press("Escape")
    assert page.url.endswith(statement.get_absolute_url())
    remark.blur()
    page.keyboard.press("Control+a")
    expect(page.get_by_role("button", name="Sign off for Legal")).not_to_be_focused()


def test_whoever_does_not_want_them_turns_them_off(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = an_asked_revision(cast, room).statement
    page = ready(enter("counsel", path=statement.get_absolute_url()))
    button = page.get_by_role("button", name="Sign off for Legal")
    menu = page.locator("details.menu summary")
    menu.click()
    page.get_by_role("button", name="Single keys are on").click()
    expect(page.get_by_role("button", name="Single keys are off")).to_be_visible()
    page.reload()
    ready(page)
    page.keyboard.press("a")
    expect(button).not_to_be_focused()
    menu.click()
    page.get_by_role("button", name="Single keys are off").click()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(button).to_be_focused()


def test_a_phone_signs_in_two_taps(enter: Enter, cast: Cast, room: Incident) -> None:
    an_asked_revision(cast, room)
    page = enter("counsel", **PHONE)
    page.get_by_role("link", name="1 waits for you").tap()
    expect(page.locator("#live-status")).to_contain_text("Live")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Sign off for Legal").tap()
    expect(page.locator("#parts")).to_contain_text("Legal signed")
    assert SignOff.objects.get().person == cast.counsel


def test_a_line_is_copied_and_its_use_recorded_from_the_desk(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    a_line(cast, room)
    page = ready(
        enter("support", path=room.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])
    )
    mine = page.locator(".my-line")
    mine.get_by_role("button", name="Copy").click()
    expect(mine.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == LINE
    mine.get_by_role("link", name="I used it").click()
    mine.get_by_label("Live at").fill("https://x.example/status/9")
    mine.get_by_role("button", name="Record the use").click()
    expect(mine.get_by_text("Recorded.")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text(LINE)
