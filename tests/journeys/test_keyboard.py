"""The whole main job by keys alone: from signing in to a closed room, and nobody touches a mouse."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from incidents.models import Incident, Status
from tests.cast import Cast
from tests.journeys.hands import Hands, sits_down

FACT = "A letter asks for the site's address."
WORDS = "We have read your post and we are finding out what happened."
Sit = Callable[..., Hands]


@pytest.fixture
def sit(browser: Browser, house: str, cast: Cast) -> Iterator[Sit]:
    """`sit("counsel")`: someone signs in by keys. Nobody may press anything else, and no console may complain."""
    seated: list[Hands] = []
    complaints: list[str] = []

    def sit_down(who: str, path: str = "/") -> Hands:
        hands = sits_down(browser, house, who, path)
        hands.page.on(
            "console", lambda line: line.type == "error" and complaints.append(f"{who}: {line.text}")
        )
        hands.page.on("pageerror", lambda error: complaints.append(f"{who}: {error}"))
        seated.append(hands)
        return hands

    yield sit_down
    clicks = [hands.presses["clicks"] for hands in seated]
    for hands in seated:
        hands.page.context.close()
    assert clicks == [0] * len(seated)
    assert complaints == []


def ready(page: Page) -> None:
    expect(page.get_by_text("Live, up to date")).to_be_visible()


def test_the_main_job_needs_no_mouse(sit: Sit) -> None:
    lead = sit("lead")
    page = lead.page
    lead.fill(page.get_by_label("What is happening?"), "Letter to a fan site")
    lead.choose(page.get_by_label("Spreading, and about us"))
    lead.push(page.get_by_role("button", name="Open the room"))
    page.wait_for_url("**/rooms/*/")
    room = page.url.partition("/rooms/")[2]
    ready(page)

    lead.press("c")
    lead.write(FACT)
    lead.choose(page.locator("input[name=type][value=fact]"))
    lead.fill(page.locator("#composer-source"), "The owner's own post")
    lead.push(page.get_by_role("button", name="Post"))
    fact = page.locator("#timeline article", has_text=FACT).first
    expect(fact).to_contain_text("Unverified")
    expect(page.locator("#composer-text")).to_be_focused()  # ready for the next one

    lead.press("Escape k")
    expect(fact).to_be_focused()
    lead.press("Enter")
    expect(fact.get_by_role("link", name="Confirm")).to_be_focused()
    lead.press("Enter")
    expect(fact.get_by_label("Going by what?")).to_be_focused()
    lead.write("I have seen the letter")
    lead.push(fact.get_by_role("button", name="Confirm"))
    expect(fact).to_contain_text("Confirmed")
    expect(fact).to_be_focused()

    lead.press("Control+k")
    lead.write("new state")
    expect(page.locator("#go-to").get_by_role("option")).to_have_text(["New statement"])
    lead.press("Enter")
    page.wait_for_url("**/statements/new/")
    lead.fill(page.get_by_label("What is it called in this room?"), "First word to the fans")
    lead.fill(page.get_by_label("What is it?", exact=True), "Social post")
    lead.fill(page.locator("textarea[name=text]"), WORDS)
    lead.tick(page.locator("input[name=channels][value=x]"))
    lead.tick(page.get_by_label(FACT))
    lead.push(page.get_by_role("button", name="Save the draft"))
    page.wait_for_url("**/statements/*/")
    lead.push(page.get_by_role("button", name="Ask for sign-off"))
    expect(page.locator("#parts")).to_contain_text("Comms")

    for who, desk in [("comms", "Comms"), ("counsel", "Legal")]:
        signer = sit(who, f"/rooms/{room}")
        ready(signer.page)
        signer.press("a")  # what waits first
        signer.page.wait_for_url("**/statements/*/")
        ready(signer.page)
        expect(signer.page.locator("#review")).to_contain_text(WORDS)
        signer.press("a")
        expect(signer.page.get_by_role("button", name=f"Sign off for {desk}")).to_be_focused()
        signer.press("Enter")
        expect(signer.page.locator("#parts")).to_contain_text(f"{desk} signed")

    lead.fill(page.locator("#publish-x input[name=url]"), "https://social.example/ranger/1")
    lead.push(page.get_by_role("button", name="Record it on X"))
    lead.push(page.get_by_role("link", name="Add a count"))
    counted = page.locator(".reach-form")
    expect(counted.get_by_label("Accounts reached")).to_be_focused()
    lead.fill(counted.get_by_label("Accounts reached"), "13400")
    lead.fill(counted.get_by_label("Reposts"), "19")
    lead.fill(counted.get_by_label("How it was counted"), "Followers of those who reposted")
    lead.push(counted.get_by_role("button", name="Record the count"))
    expect(page.locator("#parts, #publications").get_by_text("13,400").first).to_be_visible()

    lead.press("Control+k")
    lead.write("close the")
    expect(page.locator("#go-to").get_by_role("option")).to_have_text(["Close the room"])
    lead.press("Enter")
    page.wait_for_url("**/closure/")
    lead.push(page.get_by_role("button", name="Close the room"))
    page.wait_for_url("**/figures/")
    assert Incident.objects.get().status == Status.CLOSED
