"""From the request to the publication: redline, a suggestion that is taken, a signature on a phone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from approvals.models import Resolution, SignOff
from incidents.models import Incident
from publishing.models import Publication
from tests.approvals.proofs import a_draft
from tests.cast import Cast

Enter = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST = "We are sorry.\n\nHe will stop selling them by Friday."
AGREED = "We are sorry.\n\nHe has agreed to stop selling them by Friday."
LINK = "https://x.example/status/1"


def live(page: Page) -> Page:
    page.wait_for_selector("live-room[data-live=live]", state="attached")  # a phone says it in one word
    page.evaluate("window.neverReloaded = true")
    return page


def fits(page: Page) -> None:
    """Nothing to scroll sideways to."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room, f"{wide} px on a screen of {room}"


def changes(page: Page, tag: str) -> Locator:
    return page.locator(f".proof-words--changes {tag}")


def test_from_the_request_to_the_publication(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, title="First answer", text=FIRST, channels=["x"])
    lead = live(enter("lead", path=statement.get_absolute_url()))
    comms = live(enter("comms", path=room.get_absolute_url()))
    counsel = live(enter("counsel", path=room.get_absolute_url(), **PHONE))

    # The request: it lies on both desks.
    lead.get_by_role("button", name="Ask for sign-off").click()
    expect(comms.locator("#desk").get_by_role("link", name="Review and sign")).to_have_count(1)
    counsel.get_by_role("tab", name="My desk").tap()
    counsel.locator("#desk").get_by_role("link", name="Review and sign").tap()
    live(counsel)
    fits(counsel)

    # Counsel, on the phone, has other words for a passage, and nothing goes out until that is settled.
    counsel.get_by_role("link", name="Comment on paragraph 2").tap()
    counsel.get_by_label("Suggest other words").check()
    counsel.get_by_label("What should stand there").fill(AGREED.partition("\n\n")[2])
    counsel.get_by_label("Nothing goes out until this is settled").check()
    fits(counsel)
    counsel.get_by_role("button", name="Comment", exact=True).tap()
    expect(lead.locator("#talk")).to_contain_text("Holds it up")

    # One press takes it, and makes a revision that begins without signatures.
    lead.get_by_role("button", name="Accept").click()
    expect(changes(lead, "ins")).to_have_text("has agreed to")
    expect(changes(lead, "del")).to_have_text("will")
    assert statement.current.text == AGREED
    assert Resolution.objects.get().made == statement.current
    expect(counsel.get_by_text("Revision 2 was saved by Social media lead.")).to_be_visible()
    lead.get_by_role("button", name="Ask for sign-off").click()
    comms.locator("#desk").get_by_role("link", name="Review and sign").click()
    comms.get_by_role("button", name="Sign off for Comms").click()
    expect(lead.locator("#parts")).to_contain_text("Comms signed")

    # On the phone: what is new since the revision that counsel reviewed, and the signature under it.
    counsel.get_by_role("link", name="Show what changed").tap()
    expect(changes(counsel, "ins")).to_have_text("has agreed to")
    expect(changes(counsel, "del")).to_have_text("will")
    fits(counsel)
    counsel.get_by_role("button", name="Sign off for Legal").tap()
    expect(counsel.locator("#parts")).to_contain_text("Legal signed")
    fits(counsel)
    assert SignOff.objects.get(person=cast.counsel).sha256 == statement.current.sha256

    # It is on the author's screen by then, and goes out to the letter.
    out = lead.locator("#publish-x")
    out.get_by_label("Live at").fill(LINK)
    out.get_by_role("button", name="Record it on X").click()
    expect(counsel.locator("#publications")).to_contain_text("revision 2, by Social media lead")
    (publication,) = Publication.objects.all()
    assert (publication.text, publication.url) == (AGREED, LINK)
    assert lead.evaluate("window.neverReloaded") is True
    assert counsel.evaluate("window.neverReloaded") is True
