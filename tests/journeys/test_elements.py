"""The small elements, each on a page of its own, under the policy that real pages have. No server is needed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from approvals.models import Channel, length_of

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = {"Content-Security-Policy": "default-src 'self'"}
AT = "2026-11-23T16:00:00.000000+00:00"
Draw = Callable[..., Page]


@pytest.fixture
def draw(page: Page) -> Iterator[Draw]:
    """`draw("count-down", html)`: the element on an otherwise empty page, the clock standing at 16:00 UTC."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    page.set_default_timeout(5_000)

    def show(element: str, body: str, *, lang: str = "en") -> Page:
        html = (
            f'<!doctype html><html lang="{lang}" data-now="1795449600"><link rel="icon" href="data:,">'
            f'<script type="module" src="/static/js/elements/{element}.js"></script><body>{body}</body></html>'
        )

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix("http://room.test")
            if path.startswith("/static/"):
                route.fulfill(path=STATIC / path.removeprefix("/static/"), content_type="text/javascript")
            else:
                route.fulfill(body=html, content_type="text/html", headers=POLICY)

        page.route("http://room.test/**", answer)
        page.clock.install(time=AT)
        page.goto("http://room.test/")
        page.locator(f"{element}:defined").first.wait_for(state="attached")
        return page

    yield show
    assert [line for line in complaints if "data:," not in line] == []


def test_a_countdown_says_how_long_and_then_how_late(draw: Draw) -> None:
    page = draw("count-down", '<count-down to="2026-11-23T16:00:02+00:00" offset="0"></count-down>')
    clock = page.locator("count-down")
    assert clock.text_content() in {"0:02", "0:01"}
    page.clock.run_for(65_000)
    assert re.fullmatch(r"\+1:0[1-4]", clock.text_content() or "")
    assert clock.get_attribute("data-overdue") == ""


def test_a_reader_of_a_screen_hears_when_it_is_due_and_no_running_seconds(draw: Draw) -> None:
    page = draw("count-down", '<count-down role="timer" to="2026-11-23T16:05:00+00:00"></count-down>')
    clock = page.get_by_role("timer")
    due = page.evaluate("new Date('2026-11-23T16:05:00Z').toTimeString().slice(0, 5)")
    seen = clock.text_content()
    expect(clock).to_have_accessible_name(due)
    page.clock.run_for(65_000)
    assert clock.text_content() != seen
    expect(clock).to_have_accessible_name(due)
    assert clock.locator(":scope > :not([aria-hidden=true])").count() == 0


def test_an_exercise_runs_on_the_clock_of_its_story(draw: Draw) -> None:
    year = 365 * 24 * 3600 * 1000
    page = draw(
        "wait-clock", f'<wait-clock since="2025-11-23T15:37:00+00:00" offset="{year}">22 min</wait-clock>'
    )
    assert page.locator("wait-clock").text_content() == "23 min"


def test_a_laptop_that_is_hours_off_is_not_believed(draw: Draw) -> None:
    page = draw("wait-clock", '<wait-clock since="2026-11-23T15:37:00+00:00">23 min</wait-clock>')
    page.clock.set_fixed_time("2026-11-23T20:00:00+00:00")
    page.reload()
    page.locator("wait-clock:defined").wait_for(state="attached")
    assert page.locator("wait-clock").text_content() == "23 min"


@pytest.mark.parametrize(
    ("lang", "since", "words"),
    [("en", "2026-11-23T10:01:00+00:00", "5 h 59 min"), ("ko", "2026-11-20T12:00:00+00:00", "3일 4시간")],
)
def test_a_wait_is_exact_and_in_the_readers_language(draw: Draw, lang: str, since: str, words: str) -> None:
    page = draw("wait-clock", f'<wait-clock since="{since}"></wait-clock>', lang=lang)
    assert page.locator("wait-clock").text_content() == words


def test_times_are_the_readers_own(draw: Draw) -> None:
    time = '<time datetime="2026-11-22T23:30:00+00:00">23:30</time>'
    page = draw(
        "local-time",
        f'<local-time at="2026-11-22T23:30:00+00:00" form="day-clock" beside="{AT}">{time}</local-time>',
    )
    there = page.evaluate("new Date('2026-11-22T23:30:00Z').getDate()")
    assert page.locator("time").text_content().startswith(f"Nov {there}, ") or there == 23


COUNTED = [
    "We are looking into it.",
    "Read https://ranger.example/statement, please.",
    "Go to ranger.example.com/now for more",
    "리콜은 아닙니다. 곧 알려 드리겠습니다.",
    "Thank you 👩‍🚒❤️ 🇰🇷 1️⃣",
    "cafe\u0301 “quoted” – done…",
    "Thanks @scott@social.example and @ford",
]


@pytest.mark.parametrize("text", COUNTED)
def test_lengths_are_what_the_server_counts(draw: Draw, text: str) -> None:
    channels = [Channel.X, Channel.BLUESKY, Channel.MASTODON, Channel.PRESS]
    rows = "".join(f'<span data-channel="{channel}"><b></b></span>' for channel in channels)
    page = draw("text-meter", f'<textarea id="words"></textarea><text-meter for="words">{rows}</text-meter>')
    page.fill("#words", text)
    counted = {
        channel: int(page.locator(f"[data-channel={channel}] b").text_content() or 0) for channel in channels
    }
    assert counted == {channel: length_of(channel, text) for channel in channels}


def test_too_long_is_said_while_typing(draw: Draw) -> None:
    meter = '<text-meter for="words"><span data-channel="x" data-limit="280"><b></b></span></text-meter>'
    page = draw("text-meter", f'<textarea id="words"></textarea>{meter}')
    page.fill("#words", "a" * 280)
    assert page.locator("[data-channel=x]").get_attribute("class") in {None, ""}
    page.fill("#words", "a" * 281)
    assert page.locator("[data-channel=x]").get_attribute("class") == "over"


DRAFT = """
<form><keep-draft key="room-1"><textarea name="text"></textarea></keep-draft>
<select name="stream"><option value="working">Team</option><option value="privileged">Privileged</option>
</select></form>
"""
POSTED = "<keep-draft key='room-1' posted><textarea></textarea></keep-draft>"


def test_what_is_typed_survives_a_reload(draw: Draw) -> None:
    page = draw("keep-draft", DRAFT)
    page.fill("textarea", "They said")
    page.reload()
    expect(page.locator("textarea")).to_have_value("They said")


WHOLE = """
<form><keep-draft key="room-1" whole><textarea name="text"></textarea></keep-draft>
<input type="radio" name="type" value="note" checked><input type="radio" name="type" value="call">
<input name="with_whom"><input type="hidden" name="key" value="1">
<select name="stream"><option value="working">Team</option><option value="privileged">Privileged</option>
</select></form>
"""


def test_a_whole_form_survives_a_reload_but_for_its_key(draw: Draw) -> None:
    page = draw("keep-draft", WHOLE)
    page.check("[value=call]")
    page.fill("[name=with_whom]", "The owner")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "The owner" in kept and "key" not in kept.replace("room-1", "")
    page.reload()
    expect(page.locator("[name=with_whom]")).to_have_value("The owner")
    expect(page.locator("[value=call]")).to_be_checked()


def test_a_form_with_nothing_in_it_leaves_nothing(draw: Draw) -> None:
    page = draw("keep-draft", WHOLE)
    page.fill("[name=with_whom]", "The owner")
    assert page.evaluate("localStorage.length") == 1
    page.select_option("select", "privileged")
    assert page.evaluate("localStorage.length") == 0
    page.select_option("select", "working")
    assert page.evaluate("localStorage.length") == 1
    page.fill("[name=with_whom]", "")
    assert page.evaluate("localStorage.length") == 0


def test_privileged_words_are_not_kept_even_when_chosen_late(draw: Draw) -> None:
    page = draw("keep-draft", DRAFT)
    page.fill("textarea", "Our weak spot is")
    assert "weak" in page.evaluate("JSON.stringify(localStorage)")
    page.select_option("select", "privileged")
    assert "weak" not in page.evaluate("JSON.stringify(localStorage)")
    page.fill("textarea", "Our weak spot is the letter")
    assert "weak" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_posted_entry_is_not_offered_again(draw: Draw) -> None:
    page = draw("keep-draft", DRAFT)
    page.fill("textarea", "They said")
    page.locator("keep-draft").evaluate("(old, html) => (old.outerHTML = html)", POSTED)
    assert page.input_value("textarea") == ""
    assert page.evaluate("localStorage.length") == 0


def test_a_moment_is_sent_with_the_readers_offset(draw: Draw) -> None:
    page = draw(
        "moment-field", '<form><moment-field><input type="datetime-local" name="at"></moment-field></form>'
    )
    page.fill("input", "2026-11-23T09:15")
    sent = page.evaluate("new FormData(document.forms[0]).get('at')")
    assert sent == page.evaluate("new Date(2026, 10, 23, 9, 15).toISOString()")


COMPOSER = """
<form><entry-composer><textarea name="text"></textarea>
<label class="chip"><input type="radio" name="type" value="note" data-usual="working" checked>Note</label>
<label class="chip"><input type="radio" name="type" value="decision" data-usual="briefing">Decision</label>
<select name="stream"><option value="">As usual</option><option value="briefing">Everyone</option>
<option value="working">Team</option><option value="privileged">Privileged</option></select></entry-composer></form>
"""


def test_the_audience_follows_the_type_until_someone_chooses(draw: Draw) -> None:
    page = draw("entry-composer", COMPOSER)
    assert page.input_value("select") == "working"
    page.check("[value=decision]")
    assert page.input_value("select") == "briefing"
    page.select_option("select", "privileged")
    page.check("[value=note]")
    assert page.input_value("select") == "privileged"


STORY = """
<div><story-marks data-silence="{} without an entry">
<article data-clock="2026-11-23T09:00:00+00:00"></article><article data-clock="2026-11-23T11:42:00+00:00"></article>
</story-marks></div>
"""


def test_silence_is_news(draw: Draw) -> None:
    page = draw("story-marks", STORY)
    assert page.locator(".mark").all_text_contents() == ["2 h 42 min without an entry"]
    between = "<article data-clock='2026-11-23T10:20:00+00:00'></article>"
    page.locator("article").first.evaluate(
        "(first, html) => first.insertAdjacentHTML('afterend', html)", between
    )
    expect(page.locator(".mark")).to_have_count(0)


def tell(page: Page, here: dict[int, list[str]] | None, *, more: bool = False) -> None:
    """What a frame of the room would say of who is here; None: the page is no longer live."""
    people = [{"person": who, "pages": pages} for who, pages in (here or {}).items()]
    page.evaluate(
        "async (frame) => { const room = await import('/static/js/presence.js');"
        " frame ? room.tell(frame) : room.forget() }",
        None if here is None else {"here": people, "more": more},
    )


PEOPLE = "".join(
    f'<div class="person"><is-here person="{person}" data-text-here="here now" data-text-away="not here"></is-here>'
    "</div>"
    for person in (3, 4)
)


def test_who_is_here_has_a_filled_dot_and_who_is_not_an_empty_one(draw: Draw) -> None:
    page = draw("is-here", PEOPLE)
    dots = page.locator("is-here")
    assert dots.all_text_contents() == ["", ""]  # nobody knows yet, or this reader is not told
    tell(page, {3: [""]})
    assert dots.all_text_contents() == ["here now", "not here"]
    assert page.locator(".dot--here").count() == 1
    tell(page, {4: ["revision.5.7"]})
    assert dots.all_text_contents() == ["not here", "here now"]
    tell(page, {4: [""]}, more=True)
    assert dots.all_text_contents() == ["", "here now"]  # of whom the list left out nobody can tell
    tell(page, None)
    assert dots.all_text_contents() == ["", ""]


def test_a_dot_says_nothing_aloud_by_itself(draw: Draw) -> None:
    page = draw("is-here", PEOPLE)
    tell(page, {3: [""]})
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 0


def test_a_dot_that_comes_later_knows_at_once_and_one_that_is_reused_forgets(draw: Draw) -> None:
    page = draw("is-here", PEOPLE)
    tell(page, {3: [""]})
    page.evaluate("people => document.body.insertAdjacentHTML('beforeend', people)", PEOPLE)
    assert page.locator("is-here").all_text_contents() == ["here now", "not here"] * 2
    page.locator("is-here").first.evaluate("dot => dot.setAttribute('person', '4')")
    assert page.locator("is-here").first.text_content() == "not here"


def test_a_dot_that_is_gone_is_drawn_no_more(draw: Draw) -> None:
    page = draw("is-here", PEOPLE)
    page.evaluate("window.gone = document.querySelector('is-here'); gone.remove()")
    tell(page, {3: [""]})
    assert page.evaluate("gone.textContent") == ""


WAIT = (
    '<p>Waiting <reading-now page="revision.5.7" people="3 4 " data-text="reading it now"></reading-now></p>'
)


def test_a_wait_says_when_its_paper_is_being_read(draw: Draw) -> None:
    page = draw("reading-now", WAIT)
    words = page.locator("reading-now")
    for here, said in [
        ({3: [""]}, ""),
        ({3: ["", "revision.5.6"], 9: ["revision.5.7"]}, ""),
        ({4: ["revision.5.7"]}, "reading it now"),
        ({4: ["revision.5.71"]}, ""),
        ({3: ["revision.5.7"], 4: ["revision.5.7"]}, "reading it now"),
        (None, ""),
    ]:
        tell(page, here)
        assert words.text_content() == said, here
    tell(page, {3: ["revision.5.7"]})
    words.evaluate("wait => wait.setAttribute('people', '')")
    assert words.text_content() == ""


READERS = """<proof-readers page="revision.5.7" people='[[3, "Dana Kim (Legal)"], [4, "A $& B (Comms)"]]'
data-text-this="{} is reading revision 7" data-text-earlier="{} is reading an earlier revision"
data-text-newer="{} is reading a newer revision"></proof-readers>"""


def test_a_proof_names_its_other_readers(draw: Draw) -> None:
    page = draw("proof-readers", READERS)
    lines = page.locator("proof-readers p")
    for here, said in [
        ({}, []),
        ({3: [""], 4: ["revision.6.7"], 9: ["revision.5.7"]}, []),
        ({3: ["revision.5.7"]}, ["Dana Kim (Legal) is reading revision 7"]),
        ({3: ["revision.5.6"]}, ["Dana Kim (Legal) is reading an earlier revision"]),
        ({3: ["revision.5.10"]}, ["Dana Kim (Legal) is reading a newer revision"]),
        ({3: ["revision.5.10", "revision.5.7"]}, ["Dana Kim (Legal) is reading revision 7"]),
        (
            {4: ["", "revision.5.7"], 3: ["revision.5.6"]},
            ["Dana Kim (Legal) is reading an earlier revision", "A $& B (Comms) is reading revision 7"],
        ),
        (None, []),
    ]:
        tell(page, here)
        assert lines.all_text_contents() == said, here


def test_who_was_invited_meanwhile_is_named_too(draw: Draw) -> None:
    page = draw("proof-readers", READERS)
    tell(page, {9: ["revision.5.7"]})
    assert page.locator("proof-readers p").count() == 0
    page.locator("proof-readers").evaluate(
        "readers => readers.setAttribute('people', '[[9, \"<b>New</b> (Support)\"]]')"
    )
    assert page.locator("proof-readers p").all_text_contents() == [
        "<b>New</b> (Support) is reading revision 7"
    ]
