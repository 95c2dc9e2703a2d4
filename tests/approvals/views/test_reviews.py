from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import Review, Revision
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision, ask, rewrite
from tests.approvals.views.browse import as_, html, post, words
from tests.cast import Cast


def review(revision: Revision) -> str:
    return reverse("review", args=[revision.statement_id, revision.number])


def said(revision: Revision, text: str, kind: str) -> dict[str, str]:
    return {"seen_sha": revision.sha256, "text": text, "kind": kind}


def test_a_comment_stops_nothing(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.support), review(revision), said(revision, "Good.", "comment"))
    assert response.status_code == 201
    assert "Good." in words(response)
    assert not Review.objects.get().asks_for_changes


def test_changes_come_with_their_reason(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(
        as_(cast.counsel), review(revision), said(revision, "Say who called.", "changes_requested")
    )
    assert response.status_code == 201
    assert Review.objects.get().asks_for_changes
    assert "Say who called." in words(response)


@pytest.mark.parametrize("kind", ["comment", "changes_requested"])
def test_nothing_said_is_nothing_recorded(cast: Cast, room: Incident, kind: str) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), review(revision), said(revision, " \n ", kind))
    assert response.status_code == 422
    assert not Review.objects.exists()


def test_a_bad_letter_costs_no_word(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), review(revision), said(revision, "Say\u200b who called.", "comment"))
    assert response.status_code == 422
    assert "Say\u200b who called." in html(response)
    assert "no width" in words(response)


@pytest.mark.parametrize("who", ["lead", "support", "executive"])
def test_only_those_who_were_asked_request_changes(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(getattr(cast, who)), review(revision), said(revision, "No.", "changes_requested"))
    assert response.status_code == 409
    assert not Review.objects.exists()


def test_changes_to_a_text_that_is_gone_are_shown_the_new_one(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, text="One two three.")
    rewrite(revision.statement, "One two four.", by=cast.comms)
    response = post(
        as_(cast.counsel), review(revision), said(revision, "Say who called.", "changes_requested")
    )
    assert response.status_code == 409
    assert "Say who called." in html(response)
    assert response.context["proof"].revision.number == 2
    assert not Review.objects.exists()


def test_two_presses_are_one_review(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    data = said(revision, "Good.", "comment") | {"key": str(uuid4())}
    assert [post(as_(cast.support), review(revision), data).status_code for _ in range(2)] == [201, 201]
    assert Review.objects.count() == 1


def test_what_people_say_is_never_markup(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(
        as_(cast.support), review(revision), said(revision, "<script>alert(1)</script>", "comment")
    )
    assert "<script>" not in html(response)


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("kind", ["comment", "changes_requested"])
def test_what_was_said_and_refused_comes_back(cast: Cast, room: Incident, kind: str, htmx: bool) -> None:
    revision = an_asked_revision(cast, room)
    Incident.objects.filter(pk=room.pk).update(status="closed")
    sent = said(revision, "Typed for long.", kind)
    response = post(as_(cast.counsel), review(revision), sent, htmx=htmx)
    assert response.status_code == 409
    assert "This room is closed." in words(response)
    assert "Typed for long.</textarea>" in html(response)
    assert not Review.objects.exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_all_that_was_typed_about_a_text_that_is_gone_can_be_sent_again(
    cast: Cast, room: Incident, htmx: bool
) -> None:
    revision = an_asked_revision(cast, room, text="One two three. Four five six.")
    rewrite(revision.statement, "Zero. One two three. Four five six.", by=cast.comms)
    ask(cast, revision.statement)
    sent = said(revision, "Say who called.", "changes_requested") | {
        "quote": "Four five six.", "position": "15", "suggests": "on", "replacement": "Four or <five>."
    }  # fmt: skip
    client = as_(cast.counsel)
    response = post(client, review(revision), sent, htmx=htmx)
    assert response.status_code == 409
    assert words(response).count("The text has changed since you opened it.") == 1
    form = response.context["talk_form"]
    again = {name: form[name].value() for name in sent if name != "kind"}
    assert again == {
        "seen_sha": revision.statement.current.sha256, "text": "Say who called.", "quote": "Four five six.",
        "position": 21, "suggests": True, "replacement": "Four or <five>.",
    }  # fmt: skip
    assert "Four or &lt;five&gt;." in html(response)
    assert not Review.objects.exists()

    current = revision.statement.current
    assert post(client, review(current), again | {"kind": "changes_requested"}).status_code == 201
    made = Review.objects.get()
    assert (made.revision, made.position, made.replacement) == (current, 21, "Four or <five>.")


def test_of_a_passage_that_is_gone_the_words_are_kept_and_it_says_so(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, text="One two three. Four five six.")
    rewrite(revision.statement, "Nothing of the kind was said.", by=cast.comms)
    ask(cast, revision.statement)
    sent = said(revision, "Softer.", "changes_requested") | {
        "quote": "Four five six.", "position": "15", "suggests": "on", "replacement": "Four or five."
    }  # fmt: skip
    response = post(as_(cast.counsel), review(revision), sent)
    assert response.status_code == 409
    assert "These words are no longer in the text." in words(response)
    for kept in ("Softer.", "Four five six.", "Four or five."):
        assert kept in html(response)
