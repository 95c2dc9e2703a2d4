"""The product's main job, from an empty page to words that have gone out, in three browsers at once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.room import post, story

WORDS = "We have read your post and we are finding out what happened."
ADVICE = "Canary advice: say nothing about the marks yet."


def test_counsel_signs_in_their_browser_what_the_lead_then_publishes_while_the_executive_watches(
    enter: Callable[..., Page],
) -> None:
    lead = enter("lead")
    lead.get_by_label("What is happening?").fill("Letter to a fan site")
    lead.get_by_text("Spreading, and about us").click()
    lead.get_by_role("button", name="Open the room").click()
    lead.wait_for_url("**/rooms/*/")
    room = lead.url.partition("/rooms/")[2]
    expect(lead.get_by_text("Live, up to date")).to_be_visible()
    expect(lead.locator("#desk")).to_contain_text("Holding statement")  # it waits there as a draft already

    counsel = enter("counsel", path=f"/rooms/{room}")
    comms = enter("comms", path=f"/rooms/{room}")
    executive = enter("executive", path=f"/rooms/{room}executive/")
    for page in (counsel, comms, executive):
        expect(page.get_by_text("Live, up to date")).to_be_visible()
    # From here on nobody reloads: what follows has to arrive.
    for page in (lead, counsel, comms, executive):
        page.evaluate("window.neverReloaded = true")

    post(lead, "fact", "A letter asks for the site's address.", source="The owner's own post")
    expect(story(counsel)).to_contain_text("A letter asks for the site's address.")
    expect(executive.locator("main")).to_contain_text("A letter asks for the site's address.")

    post(counsel, "note", ADVICE, stream="Privileged")
    expect(story(lead)).to_contain_text(ADVICE)

    lead.get_by_role("link", name="New statement").click()
    lead.get_by_label("What is it called in this room?").fill("First word to the fans")
    lead.get_by_label("What is it?", exact=True).select_option("Social post")
    lead.locator("textarea[name=text]").fill(WORDS)
    lead.locator("input[name=channels][value=x]").check()
    lead.get_by_text("A letter asks for the site's address.").click()
    lead.get_by_role("button", name="Save the draft").click()
    lead.wait_for_url("**/statements/*/")
    lead.get_by_role("button", name="Ask for sign-off").click()

    expect(counsel.locator("#desk")).to_contain_text(WORDS)
    expect(executive.locator("main")).to_contain_text("First word to the fans")
    sign(comms, "Comms")
    sign(counsel, "Legal")

    # The lead's page learns of both signatures by itself, and offers what they allow.
    lead.locator("#publish-x input[name=url]").fill("https://social.example/ranger/1")
    lead.get_by_role("button", name="Record it on X").click()
    expect(executive.locator("main")).to_contain_text(WORDS)
    assert executive.evaluate("window.neverReloaded") is True

    assert ADVICE not in executive.content()
    assert ADVICE not in comms.content()


def sign(page: Page, desk: str) -> None:
    page.get_by_role("link", name="Review and sign").click()
    expect(page.locator("#review")).to_contain_text(WORDS)
    acknowledge = page.locator("#verdict input[type=checkbox]")
    if acknowledge.count():
        acknowledge.check()
    page.get_by_role("button", name=f"Sign off for {desk}").click()
    expect(page.locator("#parts")).to_contain_text(f"{desk} signed")
