"""What someone types on the page of a statement outlives everything that happens around it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from approvals.models import Review, Statement
from incidents.actions.facts import post_fact
from incidents.models import Incident
from publishing.models import Publication
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite
from tests.cast import PASSWORD, Cast

Enter = Callable[..., Page]


def live(enter: Enter, who: str, statement: Statement, path: str = "") -> Page:
    page = enter(who, path=f"{statement.get_absolute_url()}{path}")
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def expect_refusals(enter: Enter) -> None:
    """The browser itself notes every 409 and 422 in its console."""
    enter.complaints[:] = [line for line in enter.complaints if "the server responded" not in line]  # type: ignore[attr-defined]


def test_a_newer_revision_shuts_the_button_and_leaves_what_is_typed(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = an_asked_revision(cast, room, text="We will answer by nine.").statement
    counsel = live(enter, "counsel", statement)
    remark = counsel.get_by_label("What do you say about it?")
    remark.fill("half a thought")

    rewrite(statement, "We will answer by ten.", by=cast.lead)
    expect(counsel.get_by_text("Revision 2 was saved by Social media lead.")).to_be_visible()
    expect(counsel.get_by_role("button", name="Sign off for Legal")).to_be_disabled()
    expect(counsel.locator(".proof-words").last).to_have_text("We will answer by nine.")
    expect(remark).to_have_value("half a thought")

    counsel.get_by_role("link", name="Show what changed").click()
    expect(counsel.locator(".proof-words--changes ins")).to_have_text("ten")
    expect(counsel.locator(".proof-words--changes del")).to_have_text("nine")
    expect(remark).to_have_value("half a thought")

    ask(cast, statement)
    expect(counsel.get_by_role("button", name="Sign off for Legal")).to_be_enabled()
    counsel.get_by_role("button", name="Comment").click()
    expect(counsel.locator("#talk")).to_contain_text("half a thought")
    expect(remark).to_have_value("")
    assert Review.objects.get().revision.number == 2


def test_a_press_on_a_text_that_is_gone_signs_nothing_and_shows_the_new_one(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    fact = post_fact(room, text="The owner agreed to stop.", by=cast.support)
    statement = an_asked_revision(cast, room, text="We will answer by nine.", citing=[fact]).statement
    counsel = live(enter, "counsel", statement)
    counsel.route("**/parts/", lambda route: route.fulfill(status=204))  # deaf to what comes
    counsel.route("**/newer/", lambda route: route.fulfill(status=204))
    rewrite(statement, "We will answer by ten.", by=cast.lead)
    ask(cast, statement)
    counsel.locator("#verdict input[type=checkbox]").check()
    counsel.get_by_role("button", name="Sign off for Legal").click()

    expect(counsel.get_by_role("alert").filter(has_text="Nothing was done.")).to_be_visible()
    expect(counsel.locator(".proof-words--changes ins")).to_have_text("ten")
    # The new text is a new question: what was acknowledged about the old one is not carried over.
    expect(counsel.locator("#verdict input[type=checkbox]")).not_to_be_checked()
    counsel.locator("#verdict input[type=checkbox]").check()
    counsel.get_by_role("button", name="Sign off for Legal").click()
    expect(counsel.locator("#parts")).to_contain_text("Legal signed")
    expect_refusals(enter)


def test_changes_to_a_text_that_is_gone_are_asked_for_again_with_every_word(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = an_asked_revision(cast, room, text="We regret it.\n\nWe will answer by nine.").statement
    counsel = live(enter, "counsel", statement)
    counsel.route("**/parts/", lambda route: route.fulfill(status=204))  # deaf to what comes
    counsel.route("**/newer/", lambda route: route.fulfill(status=204))
    counsel.get_by_role("link", name="Comment on paragraph 2").click()
    counsel.get_by_label("What do you say about it?").fill("Nine is too early.")
    counsel.get_by_label("Suggest other words").check()
    counsel.get_by_label("What should stand there").fill("We will answer today.")
    rewrite(statement, "We regret it very much.\n\nWe will answer by nine.", by=cast.lead)
    ask(cast, statement)
    again = counsel.locator("#talk-form").get_by_role("button", name="Request changes")
    again.click()

    expect(counsel.get_by_role("alert").filter(has_text="Nothing was done.")).to_be_visible()
    expect(counsel.locator(".proof-words--changes ins")).to_have_text("very much")
    expect(counsel.locator(".talk-passage q")).to_have_text("We will answer by nine.")
    expect(counsel.get_by_label("What do you say about it?")).to_have_value("Nine is too early.")
    expect(counsel.get_by_label("What should stand there")).to_have_value("We will answer today.")
    again.click()
    expect(counsel.locator(".remark-swap ins")).to_have_text("We will answer today.")
    review = Review.objects.get()
    assert (review.revision.number, review.text, review.replacement, review.position) == (
        2, "Nine is too early.", "We will answer today.", review.revision.text.index("We will"),
    )  # fmt: skip
    expect_refusals(enter)


def test_of_two_editors_the_second_keeps_every_word(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="We are talking to him.")
    lead = live(enter, "lead", statement, "edit/")
    words = lead.get_by_label("Words for the public")
    words.fill("We are writing to him.")
    rewrite(statement, "We have talked to him.", by=cast.comms)
    expect(lead.get_by_text("Revision 2 was saved by Corporate communications.")).to_be_visible()
    lead.get_by_role("button", name="Save as revision 2").click()

    both = lead.locator(".both")
    expect(both).to_contain_text("We have talked to him.")
    expect(both.locator("ins")).to_have_text("are writing")
    expect(words).to_have_value("We are writing to him.")
    lead.get_by_role("button", name="Save as revision 3").click()
    lead.wait_for_url(f"**{statement.get_absolute_url()}")
    assert Statement.objects.get().current.text == "We are writing to him."
    expect_refusals(enter)


def test_a_pasted_link_outlives_a_refusal_and_what_others_do(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = a_signed_revision(cast, room).statement
    lead = live(enter, "lead", statement)
    x, forum = lead.locator("#publish-x"), lead.locator("#publish-forum")
    forum.get_by_label("Live at").fill("https://forum.example/t/99")
    x.get_by_label("Live at").fill("javascript:alert(1)")
    x.get_by_label("Next word by").fill("2099-11-23T21:00")
    x.get_by_role("button", name="Record it on X").click()
    expect(x).to_contain_text("begins with https://")
    expect(x.get_by_label("Live at")).to_have_value("javascript:alert(1)")
    expect(x.get_by_label("Next word by")).to_have_value("2099-11-23T21:00")

    support = live(enter, "support", statement)
    support.get_by_label("What do you say about it?").fill("Ready when you are.")
    support.get_by_role("button", name="Comment").click()
    expect(lead.locator("#talk")).to_contain_text("Ready when you are.")
    x.get_by_label("Live at").fill("https://x.example/status/1")
    x.get_by_role("button", name="Record it on X").click()
    expect(x).to_have_count(0)
    expect(forum.get_by_label("Live at")).to_have_value("https://forum.example/t/99")
    assert Publication.objects.get().url == "https://x.example/status/1"
    expect(support.locator("#publications")).to_contain_text("revision 1, by Social media lead")
    expect_refusals(enter)


def test_signing_in_again_elsewhere_lets_the_same_button_through(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    page = enter("lead", path=f"/rooms/{room.pk}/statements/new/")
    page.get_by_label("What is it called in this room?").fill("A late word")
    page.get_by_label("Words for the public").fill("We are still here.")
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.locator("details.menu summary").click()
    elsewhere.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("#notice")).to_contain_text("You have been signed out.")

    elsewhere.goto("/sign-in/")
    elsewhere.get_by_label("Username").fill("lead")
    elsewhere.get_by_label("Password").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in").click()
    elsewhere.wait_for_url("**/")
    with page.expect_response(lambda answer: answer.request.method == "GET"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(200)
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url(re.compile(r"/statements/\d+/$"))
    assert Statement.objects.get().current.text == "We are still here."
    expect_refusals(enter)
