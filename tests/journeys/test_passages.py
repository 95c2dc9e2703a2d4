"""A passage of the proof is chosen, talked about, replaced; with the mouse, with the keyboard, and on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from approvals.actions.reviews import advise, comment
from approvals.models import Review
from incidents.models import Incident
from tests.approvals.proofs import a_draft, an_asked_revision, rewrite
from tests.cast import Cast

Enter = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
TEXT = "Some goods 🔥 carried copies of our logos.\n\nHe will stop selling them."


def live(enter: Enter, who: str, path: str) -> Page:
    page = enter(who, path=path)
    expect(page.get_by_text("Live, up to date")).to_be_visible()
    return page


def choose(page: Page, words: str) -> None:
    """Drag over `words` in the text that will go out."""
    page.locator(".proof-words--clean, .proof-words--changes").locator("visible=true").evaluate(
        """(box, words) => {
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return;
            }
        }""",
        words,
    )


def test_a_passage_is_chosen_other_words_suggested_and_taken(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    statement = an_asked_revision(cast, room, text=TEXT).statement
    counsel = live(enter, "counsel", statement.get_absolute_url())
    lead = live(enter, "lead", statement.get_absolute_url())

    choose(counsel, "will stop")
    counsel.get_by_role("button", name="Comment on this").click()
    expect(counsel.locator(".talk-passage q")).to_have_text("will stop")
    expect(counsel.get_by_label("What do you say about it?")).to_be_focused()
    counsel.get_by_label("Suggest other words").check()
    expect(counsel.get_by_label("What should stand there")).to_have_value("will stop")
    counsel.get_by_label("What should stand there").fill("has agreed to stop")
    comment(statement.current, text="Meanwhile.", by=cast.support)  # the panel fetches itself
    expect(counsel.locator("#talk")).to_contain_text("Meanwhile.")
    expect(counsel.get_by_label("What should stand there")).to_have_value("has agreed to stop")
    expect(counsel.get_by_label("Suggest other words")).to_be_checked()
    counsel.get_by_role("button", name="Comment", exact=True).click()
    expect(counsel.locator(".remark-swap ins")).to_have_text("has agreed to stop")
    suggestion = Review.objects.get(text__contains="→")
    assert suggestion.span == (TEXT.index("will"), TEXT.index("will") + 9)

    lead.get_by_role("button", name="Accept").click()
    expect(lead.locator(".proof-words--changes ins")).to_have_text("has agreed to")
    expect(lead.locator(".proof-words--changes del")).to_have_text("will")
    assert statement.current.text.endswith("He has agreed to stop selling them.")


def test_with_keys_alone(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text=TEXT)
    support = live(enter, "support", statement.get_absolute_url())
    button = support.get_by_role("link", name="Comment on paragraph 2")
    button.focus()
    button.press("Enter")
    expect(support.locator(".talk-passage q")).to_have_text("He will stop selling them.")
    support.keyboard.type("Will he?")
    support.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(support.locator(".remark-quote q")).to_have_text("He will stop selling them.")
    assert Review.objects.get().span == (TEXT.index("He will"), len(TEXT))
    assert support.evaluate("CSS.highlights.get('remark').size") > 0


def test_on_a_phone_both_wordings_are_read_without_scrolling_sideways(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    statement = a_draft(cast, room, text=TEXT)
    comment(statement.current, text=long, quote="will stop", position=TEXT.index("will"), by=cast.counsel)
    advise(statement.current, text=long, by=cast.counsel)
    rewrite(statement, f"Some goods 🔥 were {long}.\n\nHe has agreed to stop.", by=cast.lead)
    counsel = enter("counsel", path=statement.get_absolute_url(), viewport=PHONE, has_touch=True)
    for view in ("Changes", "Side by side", "Clean"):
        counsel.locator(".proof-views label", has_text=view).click()
        assert counsel.evaluate("document.documentElement.scrollWidth <= innerWidth"), view


def test_a_screen_reader_hears_what_came_and_what_went(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="We regret it.")
    rewrite(statement, "We are sorry for it.", by=cast.lead)
    counsel = live(enter, "counsel", statement.get_absolute_url())
    said = counsel.locator(".proof-words--changes").aria_snapshot()
    assert "deletion" in said
    assert "insertion" in said
    heard = counsel.locator(".proof-words--changes ins").evaluate(
        "each => getComputedStyle(each, '::before').content"
    )
    assert "inserted" in heard
