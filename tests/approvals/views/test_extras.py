"""What an editor carries beside the words: kept through every answer, and shown on the proof."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.models import Revision, Statement
from incidents.models import Incident
from tests.approvals.proofs import a_draft, an_attachment, rewrite
from tests.approvals.views.browse import HTMX, as_, html, post, words, words_for
from tests.cast import Cast

PUBLIC = "We are sorry.\n\nThe letter is gone."
LEGAL = "Without admission.\n\nThe letter is withdrawn."


def saved(room: Incident, statement: Statement, **changed: Any) -> dict[str, Any]:
    return words_for(statement.current, **changed)


def extras(cast: Cast, room: Incident) -> dict[str, Any]:
    return {
        "text": PUBLIC,
        "text_x": "Sorry.",
        "text_press": "not chosen",
        "legal_text": LEGAL,
        "links": ["0-0", "1-1", "7-7", "nonsense"],
        "embargo_until": "2030-01-01T09:00:00.000Z",
        "attachments": [an_attachment(cast, room).pk],
    }


def test_an_editor_sends_all_of_it(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    path = reverse("revision_create", args=[statement.pk])
    response = post(as_(cast.lead), path, saved(room, statement, **extras(cast, room)))
    assert response["HX-Redirect"] == statement.get_absolute_url()
    made = statement.current
    assert (made.texts, made.legal_text, made.links) == ({"x": "Sorry."}, LEGAL, [[0, 0], [1, 1]])
    assert made.embargo_until
    assert made.embargo_until.isoformat() == "2030-01-01T09:00:00+00:00"
    assert [each.attachment.name for each in made.enclosures.all()] == ["letter.png"]


def editor_of(cast: Cast, statement: Statement) -> str:
    return html(as_(cast.lead).get(reverse("statement_edit", args=[statement.pk])))


def test_an_editor_opens_with_all_of_it_and_saving_it_again_changes_nothing(
    cast: Cast, room: Incident
) -> None:
    statement = a_draft(cast, room)
    path = reverse("revision_create", args=[statement.pk])
    sent = extras(cast, room)
    post(as_(cast.lead), path, saved(room, statement, **sent))
    page = editor_of(cast, statement)
    for kept in ("Sorry.", "Without admission.", 'value="2030-01-01T09:00:00+00:00"', 'value="0-0" checked'):
        assert kept in page
    assert f'name="attachments" value="{sent["attachments"][0]}" checked' in page
    post(as_(cast.comms), path, saved(room, statement, **sent))
    assert Revision.objects.count() == 2


@pytest.mark.parametrize(("status", "change"), [(422, {"text": ""}), (409, {"based_on": 1})])
def test_nothing_of_it_is_lost_on_a_refusal(
    cast: Cast, room: Incident, status: int, change: dict[str, Any]
) -> None:
    statement = a_draft(cast, room)
    rewrite(statement, "Somebody else's words", by=cast.comms)
    sent = extras(cast, room)
    path = reverse("revision_create", args=[statement.pk])
    response = post(as_(cast.lead), path, saved(room, statement, **(sent | change)))
    assert response.status_code == status
    page = html(response)
    for kept in ("Sorry.", "not chosen", "Without admission.", "2030-01-01T09:00:00.000Z"):
        assert kept in page
    assert f'name="attachments" value="{sent["attachments"][0]}" checked' in page
    if status == 409:
        assert 'value="0-0" checked' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text_x", "a" * 281, "1 character too long for X"),
        ("text_x", "sig\u200bned", "no width"),
        ("legal_text", "signed \u202edengis", "reading direction"),
        ("legal_text", "x" * 20_001, "too long"),
        ("embargo_until", "tomorrow", "Write a date and a time"),
        ("attachments", ["99999"], "not in this room"),
        ("attachments", ["DROP TABLE"], "not in this room"),
        ("spokespeople", ["99999999"], "99999999"),
    ],
)
def test_what_is_wrong_is_said_beside_it(
    cast: Cast, room: Incident, field: str, value: Any, sentence: str
) -> None:
    line = field == "spokespeople"
    statement = a_draft(cast, room, kind="line") if line else a_draft(cast, room)
    path = reverse("revision_create", args=[statement.pk])
    response = post(as_(cast.lead), path, saved(room, statement, **{field: value}))
    assert response.status_code == 422
    assert sentence in words(response)
    assert Revision.objects.count() == 1


def test_only_a_line_to_take_names_who_may_say_it(cast: Cast, room: Incident) -> None:
    sent = {
        "title": "Line", "text": "We are sorry.", "language": "en", "spokespeople": [cast.support.pk],
        "valid_until": "2030-01-01T09:00Z",
    }  # fmt: skip
    path = reverse("statement_new", args=[room.pk])
    refused = post(as_(cast.lead), path, sent | {"kind": "post"})
    assert (refused.status_code, "Only a line to take" in words(refused)) == (422, True)
    post(as_(cast.lead), path, sent | {"kind": "line"})
    made = Statement.objects.get().current
    assert (made.spokespeople, made.valid_until is not None) == ([cast.support.pk], True)
    assert "Signed beforehand" in editor_of(cast, made.statement)
    assert "Signed beforehand" not in editor_of(cast, a_draft(cast, room))


def test_the_proof_shows_all_that_is_signed(cast: Cast, room: Incident) -> None:
    statement = a_draft(
        cast, room, kind="line", text=PUBLIC, legal_text=LEGAL, links=[(0, 1)], texts={"x": "Sorry."},
        embargo_until=room.now() + timedelta(hours=1), valid_until=room.now() + timedelta(hours=9),
        spokespeople=[cast.support.pk], attachments=[an_attachment(cast, room)],
    )  # fmt: skip
    page = words(as_(cast.counsel).get(statement.get_absolute_url()))
    for shown in (
        "On X instead", "Sorry.", "Not before", "It may be said until", "Customer service", "letter.png",
        "Without admission.", "Nothing public rests on this.", "Rests on no legal passage.", "per sentence",
    ):  # fmt: skip
        assert shown in page, shown


def test_the_proof_shows_what_changed_in_all_of_it(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text=PUBLIC, legal_text=LEGAL, texts={"x": "Sorry."})
    rewrite(statement, PUBLIC, by=cast.lead, legal_text=LEGAL + " Today.", texts={"x": "So sorry."})
    page = html(as_(cast.counsel).get(statement.get_absolute_url()))
    assert re.search(r"<ins[^>]*>So ", page)
    assert "Today" in page[page.index("legal-changes") :]


def measured(cast: Cast, room: Incident, who: str, **data: Any):  # type: ignore[no-untyped-def]
    path = reverse("measures", args=[room.pk])
    return as_(getattr(cast, who)).post(path, {"language": "en", **data}, headers=HTMX)


def test_measures_follow_the_words_and_keep_none(cast: Cast, room: Incident) -> None:
    response = measured(cast, room, "lead", text=PUBLIC, legal_text=LEGAL)
    assert "words per sentence" in words(response)
    assert html(response).count("checked") == 2  # each with the one at its side, to begin with
    response = measured(cast, room, "lead", text=PUBLIC, legal_text=LEGAL, linked="1")
    assert html(response).count("checked") == 0  # somebody took them away
    response = measured(cast, room, "lead", text="사과드립니다.", language="ko")
    assert "eojeol per sentence" in words(response)
    assert "Flesch" not in words(response)
    assert not Statement.objects.exists()


def test_measures_are_for_those_who_write(cast: Cast, room: Incident) -> None:
    assert measured(cast, room, "executive", text="words").status_code == 409
    assert measured(cast, room, "guest", text="words").status_code == 404
    assert measured(cast, room, "stranger", text="words").status_code == 404
