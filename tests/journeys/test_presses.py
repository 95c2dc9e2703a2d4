"""From "fact confirmed" to "published" in as few presses as docs/sign-off.md says, and on a phone."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from approvals.models import SignOff
from incidents.actions.facts import confirm_fact, post_fact
from incidents.models import Incident
from publishing.models import Publication
from tests.approvals.proofs import a_draft, rewrite
from tests.cast import Cast
from tests.journeys.presses import counted

Enter = Callable[..., Page]
PROMISED = Path(__file__).parents[2] / "docs" / "sign-off.md"
LINK = "https://social.example/ranger/1"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def promised(who: str) -> dict[str, int]:
    row = re.search(rf"^\| {who} \| (\d+) \| (\d+) \|$", PROMISED.read_text(), re.MULTILINE)
    assert row, who
    return {"clicks": int(row[1]), "keys": int(row[2])}


def live(page: Page) -> Page:
    page.wait_for_selector("live-room[data-live=live]", state="attached")  # a phone says it in one word
    return page


def sign(page: Page, desk: str) -> None:
    """Two presses: the desk, the button."""
    page.locator("#desk").get_by_role("link", name="Review and sign").click()
    page.get_by_role("button", name=f"Sign off for {desk}").click()
    expect(page.locator("#parts")).to_contain_text(f"{desk} signed")


def test_from_a_confirmed_fact_to_published_in_the_promised_presses(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    fact = post_fact(room, text="The owner agreed to stop.", by=cast.support)
    statement = a_draft(cast, room, title="First answer", citing=[fact], channels=["x"])
    confirm_fact(fact, by=cast.counsel)
    pages = {who: enter(who, path=f"/rooms/{room.pk}/") for who in ("lead", "comms", "counsel")}
    presses: dict[str, Counter[str]] = {who: counted(page) for who, page in pages.items()}
    lead, comms, counsel = (live(page) for page in pages.values())
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])

    lead.locator("#desk").get_by_role("link", name="First answer").click()
    lead.get_by_role("button", name="Ask for sign-off").click()
    sign(comms, "Comms")
    sign(counsel, "Legal")

    lead.locator("#publish-x").get_by_role("button", name="Copy the exact text").click()
    expect(lead.locator("#publish-x").get_by_label("Live at")).to_be_focused()
    assert lead.evaluate("navigator.clipboard.readText()") == statement.current.text
    lead.evaluate(
        "link => navigator.clipboard.writeText(link)", LINK
    )  # posted elsewhere, and the link copied there
    lead.keyboard.press("Control+V")
    lead.keyboard.press("Enter")
    expect(lead.locator("#publications")).to_contain_text("revision 1, by Social media lead")

    assert Publication.objects.get().url == LINK
    assert {"clicks": 0, "keys": 0, **presses["lead"]} == promised("author")
    for approver in ("comms", "counsel"):
        assert {"clicks": 0, "keys": 0, **presses[approver]} == promised("each approver")


def test_counsel_reads_compares_and_signs_on_a_phone_in_two_taps(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = a_draft(cast, room, title="First answer", text="We will answer by nine.", channels=["x"])
    lead = live(enter("lead", path=statement.get_absolute_url()))
    counsel = enter(
        "counsel", path=statement.get_absolute_url(), **PHONE
    )  # reads the first revision on the way
    expect(counsel.locator(".proof-words").last).to_have_text("We will answer by nine.")
    counsel.goto(f"/rooms/{room.pk}/")
    presses = counted(counsel)
    live(counsel)
    comms = live(enter("comms", path=f"/rooms/{room.pk}/"))

    rewrite(statement, "We will answer by ten.", by=cast.lead)
    lead.reload()
    live(lead).get_by_role("button", name="Ask for sign-off").click()
    sign(comms, "Comms")

    open_desk(counsel)
    before = Counter(presses)
    fits(counsel)
    counsel.locator("#desk").get_by_role("link", name="Review and sign").tap()
    expect(counsel.locator(".proof-words--changes ins")).to_have_text("ten")
    expect(counsel.locator(".proof-words--changes del")).to_have_text("nine")
    fits(counsel)
    counsel.get_by_role("button", name="Sign off for Legal").tap()
    expect(counsel.locator("#parts")).to_contain_text("Legal signed")
    fits(counsel)
    assert presses - before == Counter(clicks=2)
    assert SignOff.objects.filter(person=cast.counsel, revision__number=2).exists()

    lead.locator("#publish-x").get_by_label("Live at").fill(LINK)
    lead.get_by_role("button", name="Record it on X").click()
    expect(counsel.locator("#publications")).to_contain_text("revision 2, by Social media lead")
    assert Publication.objects.get().revision.number == 2


def open_desk(page: Page) -> None:
    """On a phone the room's three columns are tabs."""
    page.get_by_role("tab", name="My desk").tap()


def fits(page: Page) -> None:
    """Nothing to scroll sideways to."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room, f"{wide} px on a screen of {room}"
