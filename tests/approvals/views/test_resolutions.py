from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from approvals.actions.reviews import advise, comment
from approvals.models import Resolution, Review, Revision
from incidents.models import Incident
from tests.approvals.proofs import a_draft, an_asked_revision, rewrite
from tests.approvals.views.browse import as_, html, post, words
from tests.cast import Cast

TEXT = "We are talking to him. He will stop."


def a_suggestion(cast: Cast, room: Incident, **fields: Any) -> Review:
    revision = a_draft(cast, room, text=TEXT).current
    wanted = {"text": "He has.", "quote": "will stop", "position": 26, "replacement": "has agreed to stop"}
    return comment(revision, by=cast.counsel, **(wanted | fields))


def decide(
    by: User, review: Review, outcome: str, *, seen: Revision | None = None, htmx: bool = True
) -> HttpResponse:
    statement = review.revision.statement
    path = reverse("resolution", args=[statement.pk, review.entry.ref])
    sha = (seen or statement.current).sha256
    return post(as_(by), path, {"outcome": outcome, "seen_sha": sha}, htmx=htmx)


def test_one_press_accepts_and_shows_the_new_text(cast: Cast, room: Incident) -> None:
    review = a_suggestion(cast, room)
    page = html(as_(cast.lead).get(review.revision.statement.get_absolute_url()))
    assert 'name="outcome" value="accepted"' in page

    response = decide(cast.lead, review, "accepted")
    assert response.status_code == 201
    assert response["HX-Retarget"] == "#review"
    assert response.context["proof"].revision.text.endswith("He has agreed to stop.")
    assert response.context["proof"].against.number == 1


def test_without_script_too(cast: Cast, room: Incident) -> None:
    review = a_suggestion(cast, room)
    response = decide(cast.lead, review, "accepted", htmx=False)
    assert response["Location"] == f"{review.revision.statement.get_absolute_url()}?against=1"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("rejected", "Rejected: Customer service"), ("resolved", "Resolved: Customer service")],
)
def test_settled_it_lies_below_with_who_settled_it(
    cast: Cast, room: Incident, outcome: str, said: str
) -> None:
    review = a_suggestion(cast, room)
    response = decide(cast.support, review, outcome)
    assert response.status_code == 201
    assert said in words(response)
    assert 'name="outcome" value="reopened"' in html(response)
    assert 'value="accepted"' not in html(response)
    assert decide(cast.support, review, "reopened").status_code == 201
    assert Review.objects.get().is_open


def test_a_text_that_changed_is_shown_first(cast: Cast, room: Incident) -> None:
    review = a_suggestion(cast, room)
    rewrite(review.revision.statement, f"New. {TEXT}", by=cast.comms)
    response = decide(cast.lead, review, "accepted", seen=review.revision)
    assert response.status_code == 409
    assert "Nothing was done." in words(response)
    assert not Resolution.objects.exists()


def test_what_is_gone_is_said_to_be_gone_and_has_no_button(cast: Cast, room: Incident) -> None:
    review = a_suggestion(cast, room)
    rewrite(review.revision.statement, "We are talking to him.", by=cast.comms)
    page = as_(cast.lead).get(review.revision.statement.get_absolute_url())
    assert "These words are no longer in the text." in words(page)
    assert 'value="accepted"' not in html(page)
    response = decide(cast.lead, review, "accepted")
    assert response.status_code == 409
    assert "no longer in the text" in words(response)


def test_another_desk_sees_why_it_cannot_wave_it_through(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    remark = comment(revision, text="Name the agency.", is_blocking=True, by=cast.counsel)
    page = as_(cast.lead).get(revision.statement.get_absolute_url())
    assert "Only Associate General Counsel or someone else of Legal can settle this." in words(page)
    assert 'value="resolved"' not in html(page)
    response = decide(cast.lead, remark, "resolved")
    assert response.status_code == 409
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("outcome", ["", "praised"])
def test_what_is_no_decision_decides_nothing(cast: Cast, room: Incident, outcome: str) -> None:
    assert decide(cast.support, a_suggestion(cast, room), outcome).status_code == 422
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("who", ["guest", "stranger"])
def test_to_strangers_there_is_nothing_to_decide(cast: Cast, room: Incident, who: str) -> None:
    assert decide(getattr(cast, who), a_suggestion(cast, room), "resolved").status_code == 404


@pytest.mark.parametrize("who", ["comms", "counsel"])
def test_nor_about_advice_even_for_those_who_read_it(cast: Cast, room: Incident, who: str) -> None:
    advice = advise(a_draft(cast, room).current, text="We may lose.", by=cast.counsel)
    assert decide(getattr(cast, who), advice, "resolved").status_code == 404


def test_a_review_of_another_statement_is_not_here(cast: Cast, room: Incident) -> None:
    review = a_suggestion(cast, room)
    other = a_draft(cast, room)
    path = reverse("resolution", args=[other.pk, review.entry.ref])
    response = post(as_(cast.lead), path, {"outcome": "resolved", "seen_sha": other.current.sha256})
    assert response.status_code == 404


# -- saying it about a passage


def say(by: User, revision: Revision, **fields: str) -> HttpResponse:
    path = reverse("review", args=[revision.statement_id, revision.number])
    return post(as_(by), path, {"seen_sha": revision.sha256, "kind": "comment", **fields})


def test_a_passage_and_other_words_for_it(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text="One.\n\nTwo words.").current
    response = say(
        cast.counsel, revision, quote="Two words", position="6", suggests="on", replacement="Three", text=""
    )
    assert response.status_code == 201
    review = Review.objects.get()
    assert (review.span, review.replacement) == ((6, 15), "Three")
    assert 'data-start="6" data-end="15"' in html(response)


def test_a_browser_sends_its_own_line_ends(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text="One.\n\nTwo words.").current
    assert say(cast.counsel, revision, quote="One.\r\n\r\nTwo", position="0", text="Hm.").status_code == 201
    assert Review.objects.get().quote == "One.\n\nTwo"


@pytest.mark.parametrize("quote", ["Three", "o"])
def test_words_that_do_not_stand_there_are_chosen_again(cast: Cast, room: Incident, quote: str) -> None:
    revision = a_draft(cast, room, text="One too.").current
    response = say(cast.counsel, revision, quote=quote, position="1", text="Typed for long.")
    assert response.status_code == 422
    assert "Choose the passage again." in words(response)
    assert "Typed for long.</textarea>" in html(response)


def test_what_stands_there_is_no_suggestion(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text="One too.").current
    response = say(cast.counsel, revision, quote="One", position="0", suggests="on", replacement="One")
    assert response.status_code == 422
    assert "what stands there" in words(response)


def test_a_paragraph_can_be_chosen_without_script(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One.\n\nTwo words.")
    page = html(as_(cast.counsel).get(f"{statement.get_absolute_url()}?about=2"))
    assert '<input type="hidden" name="quote" value="Two words."' in page
    assert 'name="position" value="6"' in page


@pytest.mark.parametrize("about", ["9", "x", "-1", "", "²"])
def test_a_paragraph_that_is_not_there_chooses_nothing(cast: Cast, room: Incident, about: str) -> None:
    page = as_(cast.counsel).get(f"{a_draft(cast, room).get_absolute_url()}?about={about}")
    assert page.status_code == 200
    assert 'id="talk-about" hx-morph-skip hidden' in html(page)


# -- against what


def test_it_is_compared_with_what_the_reader_judged_last(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, text="One two three.")
    comment(revision, text="Hm.", by=cast.counsel)
    second = rewrite(revision.statement, "One two four.", by=cast.lead)
    path = reverse("revision_read", args=[revision.statement_id, 2])
    post(as_(cast.counsel), path, {})  # a glance
    rewrite(revision.statement, "One six four.", by=cast.lead)
    page = as_(cast.counsel).get(revision.statement.get_absolute_url())
    assert page.context["proof"].against == revision
    assert "changes since 1, which you reviewed" in words(page)
    page = as_(cast.legal).get(revision.statement.get_absolute_url())
    assert page.context["proof"].against == second


def test_side_by_side_when_asked_for(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One two.")
    rewrite(statement, "One three.", by=cast.lead)
    page = html(as_(cast.counsel).get(f"{statement.get_absolute_url()}?view=sides"))
    assert 'value="sides" checked' in page
    page = html(as_(cast.counsel).get(statement.get_absolute_url()))
    assert 'value="changes" checked' in page


def test_what_came_and_went_is_said_aloud(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One two.")
    rewrite(statement, "One three.", by=cast.lead)
    page = html(as_(cast.counsel).get(statement.get_absolute_url()))
    assert '<del data-said="deleted">two</del><ins data-said="inserted">three</ins>' in page
