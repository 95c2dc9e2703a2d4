"""The composer and what hangs under an entry."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape

from incidents.actions.calls import log_call
from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.questions import ask_question
from incidents.actions.strands import create_strand
from incidents.models import Fact, FactState, Incident, Promise, Stream, TimelineEntry
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.articles import articles_in
from tests.cast import Cast
from tests.incidents.views.browse import everything, furnish


@pytest.fixture
def comms(cast: Cast) -> Client:
    return as_(cast.comms)


def url(room: Incident) -> str:
    return f"/rooms/{room.pk}/entries/"


def latest(room: Incident) -> TimelineEntry:
    return room.entries.told().last()


# -- posting -------------------------------------------------------------------------------------

FORMS: dict[str, dict[str, str]] = {
    "note": {"text": "He is reachable after four."},
    "signal": {
        "text": "They bully their fans.",
        "source": "FocalJet",
        "url": "https://forum.example/1",
        "author": "fan",
        "reach": "5600",
        "volume": "916",
    },
    "fact": {"text": "The letter was sent.", "source": "a scan"},
    "decision": {"text": "Two strands.", "reason": "One sinks the other."},
    "call": {
        "with_whom": "the owner",
        "text": "He is afraid.",
        "agreed": "He keeps the address.",
        "promised": "A new letter",
        "promised_by": "2030-01-01T10:00:00+00:00",
        "minutes": "25",
    },
    "question": {"text": "Who sent it?", "asked_of": "legal"},
}


@pytest.mark.parametrize(("slug", "form"), FORMS.items(), ids=FORMS.keys())
def test_each_form_posts_what_it_says(comms: Client, room: Incident, slug: str, form: dict[str, str]) -> None:
    response = comms.post(url(room), {"type": slug, **form, "key": str(uuid4())}, headers=HTMX)
    assert response.status_code == 201
    entry = latest(room)
    assert entry.type.startswith(f"{slug}.")
    said = {name: str(value) for name, value in entry.payload.items() if value not in ("", None)}
    assert said == form


def test_the_answer_is_the_next_press_and_nothing_else(comms: Client, room: Incident) -> None:
    key = str(uuid4())
    sent = {"type": "fact", "text": "The letter was sent.", "key": key}
    response = comms.post(url(room), sent, headers=HTMX)
    page = html(response)
    assert response["HX-Retarget"] == "#composer [name=key]"
    assert page.startswith("<input") and 'name="key"' in page
    assert key not in page
    assert not articles_in(page)  # the entry itself arrives as it does for everyone


def test_a_composer_that_came_back_with_its_faults_is_drawn_anew_once_it_is_mended(
    comms: Client, room: Incident
) -> None:
    faulty = html(comms.post(url(room), {"type": "fact", "text": ""}, headers=HTMX))
    assert 'name="again"' in faulty
    sent = {"type": "fact", "text": "The letter was sent.", "key": str(uuid4()), "again": ""}
    page = html(comms.post(url(room), sent, headers=HTMX))
    assert "The letter was sent." not in page
    assert 'name="again"' not in page
    assert 'value="fact" checked' in page  # the next one is likely of the same kind


def test_a_press_that_comes_twice_is_one_entry(comms: Client, room: Incident) -> None:
    sent = {"type": "note", "text": "He is reachable after four.", "key": str(uuid4())}
    for _press in range(3):
        assert comms.post(url(room), sent, headers=HTMX).status_code == 201
    assert room.entries.filter(type="note.posted").count() == 1


def test_other_words_under_the_same_press_are_said_not_to_have_gone_through(
    comms: Client, room: Incident
) -> None:
    key = str(uuid4())
    comms.post(url(room), {"type": "note", "text": "After four.", "key": key}, headers=HTMX)
    again = comms.post(url(room), {"type": "note", "text": "After five.", "key": key}, headers=HTMX)
    assert again.status_code == 409
    assert "sent before" in words(again)
    assert "After five." in html(again)
    assert room.entries.filter(type="note.posted").count() == 1


def test_stream_strands_and_time_are_taken_along(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    create_strand(room, name="Address", by=cast.lead)
    earlier = room.now() - timedelta(hours=2)
    as_(cast.counsel).post(
        url(room),
        {
            "type": "note",
            "text": "Advice.",
            "stream": "privileged",
            "strands": ["B", "A"],
            "occurred_at": earlier.isoformat(),
        },
    )
    entry = latest(room)
    assert (entry.stream, entry.strands, entry.occurred_at) == (Stream.PRIVILEGED, ["A", "B"], earlier)


# -- posting that fails ---------------------------------------------------------------------------

LONG = "far too long " * 400

FAILING: list[tuple[dict[str, str], str]] = [
    ({"type": "note", "text": LONG}, "too long"),
    ({"type": "note", "text": "", "stream": "briefing", "strands": "A"}, "required"),
    ({"type": "note", "text": "right\u202eleft"}, "reading direction"),
    ({"type": "note", "text": "zero\u200bwidth"}, "no width"),
    ({"type": "note", "text": "kept", "occurred_at": "2999-01-01T10:00"}, "date and a time"),
    ({"type": "note", "text": "kept", "occurred_at": "2199-01-01T10:00"}, "still to come"),
    ({"type": "note", "text": "kept", "stream": "privileged"}, "not one of the available choices"),
    (
        {
            "type": "signal",
            "text": "kept",
            "source": "",
            "author": "typed author",
            "reach": "12",
            "volume": "3",
        },
        "required",
    ),
    ({"type": "signal", "text": "kept", "source": "typed source", "url": "javascript:alert(1)"}, "https://"),
    ({"type": "signal", "text": "kept", "source": "typed source", "reach": "-3"}, "greater than or equal"),
    ({"type": "signal", "text": "kept", "source": "typed source", "reach": "many"}, "whole number"),
    ({"type": "fact", "text": "", "source": "typed source"}, "required"),
    ({"type": "decision", "text": "", "reason": "typed reason"}, "required"),
    ({"type": "call", "with_whom": "the owner"}, "agreed or promised"),
    (
        {
            "type": "call",
            "text": "kept",
            "agreed": "typed agreed",
            "promised": "typed promise",
            "minutes": "5",
        },
        "required",
    ),
    (
        {"type": "call", "with_whom": "the owner", "text": "x", "promised_by": "2026-11-23T10:00"},
        "promised by then",
    ),
    ({"type": "question", "text": "", "asked_of": "legal"}, "required"),
]


@pytest.mark.parametrize(("sent", "error"), FAILING, ids=lambda value: str(value)[:60])
def test_a_form_that_fails_says_why_and_keeps_every_word(
    cast: Cast, comms: Client, room: Incident, sent: dict[str, str], error: str
) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    before = everything()
    response = comms.post(url(room), {**sent, "key": str(uuid4())}, headers=HTMX)
    page = html(response)
    assert response.status_code == 422
    assert everything() == before
    assert error in words(response)
    assert f'name="type" value="{sent["type"]}" checked' in page
    for name, value in sent.items():
        if name in {"type", "stream", "asked_of", "strands"}:
            assert (name == "stream" and value == "privileged") or ticked(page, value), name
        else:
            assert escape(value) in page, name


def ticked(page: str, value: str) -> bool:
    return f'value="{value}" checked' in page or f'value="{value}" selected' in page


def test_the_press_stays_the_same_when_a_form_fails(comms: Client, room: Incident) -> None:
    """So that mending a word and sending again is still one deed."""
    key = str(uuid4())
    assert key in html(comms.post(url(room), {"type": "note", "text": "", "key": key}, headers=HTMX))


def test_a_session_that_ran_out_mid_post_loses_nothing(comms: Client, room: Incident) -> None:
    comms.session.flush()
    before = everything()
    response = comms.post(url(room), {"type": "note", "text": "typed for long"}, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        401,
        "#notice",
        "innerHTML",
    )
    assert everything() == before


def test_a_form_from_another_site_is_refused(cast: Cast, room: Incident) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.comms)
    before = everything()
    assert strict.post(url(room), {"type": "note", "text": "words"}, headers=HTMX).status_code == 403
    assert everything() == before


# -- under an entry ------------------------------------------------------------------------------


def test_an_entry_has_a_page_with_all_that_was_later_said(cast: Cast, comms: Client, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.support)
    later = confirm_fact(fact, by=cast.legal)
    page = html(comms.get(f"{url(room)}{fact.ref}/"))
    assert list(articles_in(page)) == [fact.ref, later.ref]


DEEDS = {
    "confirmation": ("fact", {"source": "the file"}, "fact.confirmed"),
    "refutation": ("fact", {"source": "the file", "note": "Another letter."}, "fact.refuted"),
    "answer": ("question", {"text": "We did."}, "question.answered"),
    "strike": ("call", {"reason": "Another site", "text": "It was theirs."}, "entry.struck"),
}


@pytest.mark.parametrize(("deed", "row"), DEEDS.items(), ids=DEEDS.keys())
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_its_short_forms_do_their_deed_once(
    cast: Cast, room: Incident, deed: str, row: tuple[str, dict[str, str], str], headers: dict[str, str]
) -> None:
    kind, sent, type_name = row
    path = f"{url(room)}{furnish(cast, room)[kind]}/{deed}/"
    counsel, before = as_(cast.counsel), everything()
    assert 'name="key"' in html(counsel.get(path, headers=headers))
    assert everything() == before
    press = {**sent, "key": str(uuid4())}
    for _press in range(2):
        response = counsel.post(path, press, headers=headers)
        assert response.status_code == (200 if headers else 302)
    assert room.entries.filter(type=type_name).count() == 1
    assert {name: latest(room).payload[name] for name in sent} == sent


@pytest.mark.parametrize(("deed", "row"), DEEDS.items(), ids=DEEDS.keys())
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_short_form_that_fails_keeps_every_word(
    cast: Cast, room: Incident, deed: str, row: tuple[str, dict[str, str], str], headers: dict[str, str]
) -> None:
    kind, sent, _type_name = row
    path, counsel = f"{url(room)}{furnish(cast, room)[kind]}/{deed}/", as_(cast.counsel)
    before = everything()
    typed = {name: f"{value} zero\u200bwidth" for name, value in sent.items()}
    response = counsel.post(path, typed, headers=headers)
    assert response.status_code == 422
    assert "no width" in words(response)
    assert all(value in html(response) for value in typed.values())
    assert everything() == before


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_form_that_is_refused_says_why_and_keeps_every_word(
    cast: Cast, comms: Client, room: Incident, headers: dict[str, str]
) -> None:
    path = f"{url(room)}{furnish(cast, room)['call']}/strike/"
    strike = comms.post(path, {"reason": "Not so"}, headers=headers)
    assert strike.status_code == 409
    assert "Only its author or the lead" in words(strike)
    assert 'value="Not so"' in html(strike)
    note = as_(cast.executive).post(url(room), {"type": "note", "text": "typed for long"}, headers=headers)
    assert note.status_code == 409
    assert "Executives and guests read along" in words(note)
    assert "typed for long" in html(note)
    assert ("<html" in html(note)) == ("<html" in html(strike)) == (not headers)


def test_a_plain_browser_that_posts_goes_back_to_the_room(comms: Client, room: Incident) -> None:
    response = comms.post(url(room), {"type": "note", "text": "words"})
    assert (response.status_code, response["Location"]) == (302, f"/rooms/{room.pk}/")
    failed = comms.post(url(room), {"type": "note", "text": "zero\u200bwidth"})
    assert failed.status_code == 422
    assert "<html" in html(failed)
    assert "zero\u200bwidth" in html(failed)


def test_the_menu_offers_what_this_reader_may_do(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Noted.", by=cast.comms)
    fact = post_fact(room, text="The letter was sent.", by=cast.comms)
    question = ask_question(room, text="Who sent it?", by=cast.comms)

    def offered(person: str, ref: str) -> set[str]:
        page = html(as_(getattr(cast, person)).get(f"{url(room)}{ref}/menu/", headers=HTMX))
        return {deed for deed in DEEDS if f'href="{url(room)}{ref}/{deed}/"' in page}

    assert offered("comms", note.ref) == {"strike"}
    assert offered("legal", note.ref) == set()
    assert offered("legal", fact.ref) == {"confirmation", "refutation"}
    assert offered("lead", fact.ref) == {"confirmation", "refutation", "strike"}
    assert offered("support", question.ref) == {"answer"}
    assert offered("executive", fact.ref) == set()


def test_a_no_in_the_menu_says_why(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="Noted.", by=cast.comms)
    assert "Only its author or the lead" in words(as_(cast.legal).get(f"{url(room)}{note.ref}/menu/"))


def test_keeping_a_promise_is_one_press(cast: Cast, comms: Client, room: Incident) -> None:
    call = log_call(room, with_whom="the owner", promised="A letter", promised_by=room.now(), by=cast.lead)
    path = f"{url(room)}{call.ref}/promise/"
    assert comms.post(path, headers=HTMX).status_code == 200
    assert comms.post(path, headers=HTMX).status_code == 409
    assert Promise.objects.get().kept_at
    assert room.entries.filter(type="promise.kept").count() == 1


def test_a_plain_browser_that_keeps_one_goes_back_to_the_room(
    cast: Cast, comms: Client, room: Incident
) -> None:
    call = log_call(room, with_whom="the owner", promised="A letter", promised_by=room.now(), by=cast.lead)
    response = comms.post(f"{url(room)}{call.ref}/promise/")
    assert (response.status_code, response["Location"]) == (302, f"/rooms/{room.pk}/")


def test_settling_by_form_settles_the_fact(cast: Cast, comms: Client, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.support)
    comms.post(f"{url(room)}{fact.ref}/confirmation/", {"source": "the file"}, headers=HTMX)
    assert Fact.objects.get().state == FactState.CONFIRMED


# -- numbers that betray ---------------------------------------------------------------------------


def test_no_number_of_the_whole_house_reaches_a_browser(cast: Cast, room: Incident) -> None:
    """Gaps in a row's own number, or in the room's count, would tell that something privileged stands between."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE incidents_timelineentry_id_seq RESTART WITH 9876500")
    Incident.objects.filter(pk=room.pk).update(room_seq=8765400)
    refs = furnish(cast, room)
    note = post_note(room, text="Noted.", by=cast.comms)
    assert str(note.pk).startswith("98765")
    assert str(note.room_seq).startswith("87654")
    counsel = as_(cast.counsel)
    pages = [f"/rooms/{room.pk}/timeline/", f"{url(room)}{note.ref}/", f"{url(room)}{refs['fact']}/menu/"]
    pages += [f"{url(room)}{refs[kind]}/{deed}/" for deed, (kind, _sent, _type) in DEEDS.items()]
    for page in pages:
        for headers in HTMX, {}:
            body = html(counsel.get(page, headers=headers))
            assert "98765" not in body, page
            assert "87654" not in body, page
