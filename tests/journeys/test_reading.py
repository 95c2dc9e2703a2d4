"""Reading and writing while the story goes on: nothing moves, nothing is lost, and one sees where one left off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.cast import Cast, a_room

TEXT = "#composer textarea[name=text]"
ARRIVALS = 50
WHERE = "article => article.getBoundingClientRect().top"


def a_long_room(cast: Cast) -> Incident:
    room = a_room(cast)
    for number in range(40):
        post_note(room, text=f"Earlier note {number}, of some length.", by=cast.support)
    return room


def enter_room(enter: Callable[..., Page], who: str, room: Incident) -> Page:
    page = enter(who, path=f"/rooms/{room.pk}/")
    page.wait_for_selector("live-room[data-live=live]", state="attached")
    return page


def scroll_up(page: Page, by: int = 700) -> None:
    page.locator("#story").evaluate("(pane, by) => { pane.scrollTop -= by }", by)


def before_the_reader(page: Page) -> str:
    """The id of the first entry that begins within the story's pane."""
    return str(
        page.evaluate(
            "() => [...document.querySelectorAll('#timeline article')].find((each) =>"
            " each.getBoundingClientRect().top > document.querySelector('#story').getBoundingClientRect().top).id"
        )
    )


@pytest.mark.parametrize("named", ["", "#pane-desk"], ids=["the room", "its desk"])
def test_a_story_is_read_from_its_end_and_stays_there(
    cast: Cast, enter: Callable[..., Page], named: str
) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    page.goto("about:blank")
    page.goto(f"/rooms/{room.pk}/{named}", wait_until="networkidle")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    above, below = page.locator("#story").evaluate(
        "pane => [pane.scrollTop, pane.scrollHeight - pane.clientHeight - pane.scrollTop]"
    )
    assert above > 0
    assert below == pytest.approx(0, abs=1)


def test_fifty_arrivals_take_no_letter_no_focus_no_caret_and_no_place_from_who_types(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    page.locator(TEXT).click()
    scroll_up(page)
    page.keyboard.type("[]")
    page.keyboard.press("ArrowLeft")
    read = page.locator(f"#{before_the_reader(page)}")
    was_at = read.evaluate(WHERE)
    typed = ""
    for number in range(ARRIVALS):
        post_note(room, text=f"Arrival {number}", by=cast.support)
        letter = "abcdefghij "[number % 11]
        page.keyboard.type(letter)
        typed += letter
    expect(page.locator("#timeline article", has_text="Arrival")).to_have_count(ARRIVALS)
    expect(page.locator(TEXT)).to_have_value(f"[{typed}]")
    expect(page.locator(TEXT)).to_be_focused()
    caret = page.locator(TEXT).evaluate("field => [field.selectionStart, field.selectionEnd]")
    assert caret == [1 + ARRIVALS, 1 + ARRIVALS]
    assert read.evaluate(WHERE) == pytest.approx(was_at, abs=1)


def test_a_korean_syllable_is_put_together_while_fifty_entries_arrive(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    page.context.set_extra_http_headers({"Accept-Language": "ko"})
    page.reload()
    page.wait_for_selector("html[lang=ko] live-room[data-live=live]", state="attached")
    keyboard = page.context.new_cdp_session(page)
    page.locator(TEXT).click()
    scroll_up(page)
    page.evaluate(
        "() => { window.ended = 0; document.addEventListener('compositionend', () => window.ended++) }"
    )
    read = page.locator(f"#{before_the_reader(page)}")
    was_at = read.evaluate(WHERE)
    written = ""
    for number in range(ARRIVALS // 5):
        for so_far in ("ㅎ", "하", "한", "한"):
            post_note(room, text=f"Arrival {number}", by=cast.support)
            keyboard.send("Input.imeSetComposition", {"text": so_far, "selectionStart": 1, "selectionEnd": 1})
            expect(page.locator(TEXT)).to_have_value(written + so_far)
        post_note(room, text=f"Arrival {number}", by=cast.support)
        assert page.evaluate("window.ended") == number  # only what its writer has finished
        keyboard.send("Input.insertText", {"text": "한"})
        written += "한"
    expect(page.locator("#timeline article", has_text="Arrival")).to_have_count(ARRIVALS)
    expect(page.locator(TEXT)).to_have_value(written)
    expect(page.locator(TEXT)).to_be_focused()
    assert page.locator(TEXT).evaluate("field => field.selectionStart") == len(written)
    assert read.evaluate(WHERE) == pytest.approx(was_at, abs=1)


def test_what_comes_below_is_counted_and_a_press_goes_there(cast: Cast, enter: Callable[..., Page]) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    news = page.locator("story-news button")
    expect(news).to_be_hidden()
    scroll_up(page)
    read = page.locator(f"#{before_the_reader(page)}")
    was_at = read.evaluate(WHERE)
    for number in range(3):
        post_note(room, text=f"Arrival {number}", by=cast.support)
    expect(news).to_have_text("3 new")
    assert read.evaluate(WHERE) == pytest.approx(was_at, abs=1)  # it never scrolls by itself
    expect(page.locator("#timeline .story-row--new + article")).to_contain_text("Arrival 0")
    news.click()
    expect(page.locator("#timeline article").last).to_be_in_viewport()
    expect(page.locator("#story")).to_be_focused()
    expect(news).to_be_hidden()
    expect(page.locator("#timeline .story-row--new")).to_have_count(1)  # until one leaves again


def test_who_reads_the_newest_is_told_of_nothing_new(cast: Cast, enter: Callable[..., Page]) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    for number in range(5):
        post_note(room, text=f"Arrival {number}", by=cast.support)
    expect(page.locator("#timeline article").last).to_contain_text("Arrival 4")
    expect(page.locator("#timeline article").last).to_be_in_viewport()
    expect(page.locator("story-news")).to_be_hidden()
    expect(page.locator("#timeline .story-row--new")).to_have_count(0)


def test_who_comes_back_sees_where_they_left_off_and_nobody_else_does(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "comms", room)
    expect(page.locator("#timeline .story-row--new")).to_have_count(0)
    page.goto("/")
    for number in range(2):
        post_note(room, text=f"Meanwhile {number}", by=cast.support)
    page.goto(f"/rooms/{room.pk}/")
    expect(page.locator("#timeline .story-row--new + article")).to_contain_text("Meanwhile 0")
    expect(page.locator("#timeline article").last).to_be_in_viewport()
    page.reload()
    page.wait_for_selector("live-room[data-live=live]", state="attached")
    expect(page.locator("#timeline .story-row--new")).to_have_count(0)
    sign_in_as(page, "support", room)
    expect(page.locator("#timeline article").last).to_contain_text("Meanwhile 1")
    expect(page.locator("#timeline .story-row--new")).to_have_count(0)  # their first time on this device


def test_of_the_privileged_stream_no_moment_stays_on_the_device(
    cast: Cast, enter: Callable[..., Page]
) -> None:
    room = a_long_room(cast)
    page = enter_room(enter, "counsel", room)
    last = page.locator("#timeline article").last.get_attribute("data-at") or ""
    assert last in page.evaluate("JSON.stringify(localStorage)")
    post_note(room, text="Our weak spot", by=cast.legal, stream=Stream.PRIVILEGED)
    newest = page.locator("#timeline article", has_text="Our weak spot")
    expect(newest).to_be_in_viewport()
    moment = newest.get_attribute("data-at") or ""
    page.wait_for_function("at => JSON.stringify(sessionStorage).includes(at)", arg=moment)
    assert moment not in page.evaluate("JSON.stringify(localStorage)")


def test_a_draft_outlives_the_session_for_its_writer_alone(cast: Cast, enter: Callable[..., Page]) -> None:
    room = a_room(cast)
    page = enter_room(enter, "comms", room)
    page.locator(TEXT).fill("/call He says")
    page.keyboard.type(" ")
    expect(page.locator("#composer [value=call]")).to_be_checked()
    page.locator("#composer [name=with_whom]").fill("The owner")
    sign_in_as(page, "support", room)
    expect(page.locator(TEXT)).to_have_value("")
    sign_in_as(page, "comms", room)
    expect(page.locator(TEXT)).to_have_value("He says ")
    expect(page.locator("#composer [value=call]")).to_be_checked()
    expect(page.locator("#composer [name=with_whom]")).to_have_value("The owner")


def sign_in_as(page: Page, who: str, room: Incident) -> None:
    """On the same device, after the one before has signed out."""
    page.context.clear_cookies()
    page.goto(f"/sign-in/?next=/rooms/{room.pk}/")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill("warroom")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("live-room[data-live=live]", state="attached")
