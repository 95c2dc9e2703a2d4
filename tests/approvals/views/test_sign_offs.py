from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import Revision, SignOff, SignOffRequest
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.models import Fact, Incident, Severity
from tests.approvals.proofs import a_draft, an_asked_revision, ask, rewrite
from tests.approvals.views.browse import as_, html, post, words
from tests.cast import Cast, a_room


def sign(revision: Revision) -> str:
    return reverse("sign_off", args=[revision.statement_id, revision.number])


@pytest.fixture
def fact(cast: Cast, room: Incident) -> Fact:
    return post_fact(room, text="The owner agreed to stop.", by=cast.support)


def test_asking_puts_it_before_the_desks(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    url = reverse("sign_off_request", args=[statement.pk])
    response = post(as_(cast.lead), url, {"seen_sha": statement.current.sha256})
    assert response.status_code == 201
    assert [slot.role for slot in SignOffRequest.objects.get().slots.all()] == ["comms", "legal"]
    assert "Comms" in words(response)


def test_asking_for_a_text_that_has_changed_shows_the_change(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One two three.")
    seen = statement.current.sha256
    rewrite(statement, "One two four.", by=cast.comms)
    response = post(as_(cast.lead), reverse("sign_off_request", args=[statement.pk]), {"seen_sha": seen})
    assert response.status_code == 409
    assert response.context["proof"].against.number == 1
    assert not SignOffRequest.objects.exists()


def test_signing_fills_the_slot(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), sign(revision), {"seen_sha": revision.sha256})
    assert response.status_code == 201
    assert SignOff.objects.get().person == cast.counsel
    assert "Legal signed" in words(response)


def test_without_script_signing_leads_back_to_the_page(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), sign(revision), {"seen_sha": revision.sha256}, htmx=False)
    assert (response.status_code, response["Location"]) == (302, revision.statement.get_absolute_url())


def test_two_presses_are_one_sign_off(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    data = {"seen_sha": revision.sha256, "key": str(uuid4())}
    assert [post(as_(cast.counsel), sign(revision), data).status_code for _ in range(2)] == [201, 201]
    assert SignOff.objects.count() == 1


def test_a_stale_sign_off_is_refused_with_the_difference_shown(cast: Cast, room: Incident) -> None:
    """Never a silent sign-off: not of the old text, and not of the new one either."""
    revision = an_asked_revision(cast, room, text="We will pay nothing.")
    rewrite(revision.statement, "We will pay everything.", by=cast.comms)
    ask(cast, revision.statement)
    response = post(as_(cast.counsel), sign(revision), {"seen_sha": revision.sha256})

    assert response.status_code == 409
    assert not SignOff.objects.exists()
    assert "text has changed since you opened it" in words(response)
    proof = response.context["proof"]
    assert (proof.against.number, proof.revision.number) == (1, 2)
    changed = [(piece.op, piece.text) for piece in proof.pieces if piece.op != "same"]
    assert changed == [("removed", "nothing"), ("added", "everything")]
    assert response["HX-Retarget"] == "#review"
    assert proof.revision.sha256 in html(response)
    assert revision.sha256 not in html(response)


def test_the_old_digest_cannot_sign_the_new_revision(cast: Cast, room: Incident) -> None:
    old = an_asked_revision(cast, room)
    rewrite(old.statement, "Other words.", by=cast.lead)
    new = ask(cast, old.statement)
    assert post(as_(cast.counsel), sign(new), {"seen_sha": old.sha256}).status_code == 409
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("seen", ["", "0" * 63, "0" * 65, "Z" * 64, "<script>"])
def test_a_form_that_does_not_say_what_was_read(cast: Cast, room: Incident, seen: str) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.counsel), sign(revision), {"seen_sha": seen})
    assert response.status_code == 422
    assert "which text you read" in words(response)
    assert not SignOff.objects.exists()


def test_an_unverified_fact_is_acknowledged_by_name_first(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = an_asked_revision(cast, room, citing=[fact])
    page = html(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    box = page[page.index('name="acknowledged"') - 80 : page.index('name="acknowledged"') + 120]
    assert "checked" not in box
    assert page.count("The owner agreed to stop.") >= 2  # among the facts, and beside the box

    response = post(as_(cast.counsel), sign(revision), {"seen_sha": revision.sha256})
    assert response.status_code == 422
    assert "Tick this first" in words(response)
    assert not SignOff.objects.exists()

    told = {"seen_sha": revision.sha256, "acknowledged": "on"}
    assert post(as_(cast.counsel), sign(revision), told).status_code == 201
    assert SignOff.objects.get().fact_states == {fact.ref: "unverified"}


def test_nothing_is_acknowledged_when_everything_is_confirmed(cast: Cast, room: Incident, fact: Fact) -> None:
    revision = an_asked_revision(cast, room, citing=[fact])
    confirm_fact(fact, by=cast.comms, source="his letter")
    assert 'name="acknowledged"' not in html(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    assert post(as_(cast.counsel), sign(revision), {"seen_sha": revision.sha256}).status_code == 201


def test_a_refuted_fact_stops_the_sign_off_and_the_button_says_so(
    cast: Cast, room: Incident, fact: Fact
) -> None:
    revision = an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.comms)
    page = words(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    assert f"This cites a fact that has been refuted ({fact.ref})" in page
    told = {"seen_sha": revision.sha256, "acknowledged": "on"}
    response = post(as_(cast.counsel), sign(revision), told)
    assert response.status_code == 409
    assert "has been refuted" in words(response)


@pytest.mark.parametrize("who", ["lead", "support", "executive"])
def test_who_was_not_asked_cannot_sign(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(getattr(cast, who)), sign(revision), {"seen_sha": revision.sha256})
    assert response.status_code == 409
    assert not SignOff.objects.exists()


def test_an_author_is_told_on_the_button_why_not(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, by=cast.counsel)
    page = words(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    assert "You wrote part of this statement, so someone else has to sign it." in page


def test_on_sev1_the_executive_holds_this_pen_and_no_other(cast: Cast, db: None) -> None:
    room = a_room(cast, severity=Severity.SEV1)
    revision = an_asked_revision(cast, room)
    executive = as_(cast.executive)
    page = html(executive.get(revision.statement.get_absolute_url()))
    assert sign(revision) in page
    assert reverse("statement_edit", args=[revision.statement_id]) not in page
    assert 'value="comment"' not in page

    review = reverse("review", args=[revision.statement_id, 1])
    said = {"seen_sha": revision.sha256, "text": "Fine by me."}
    assert post(executive, review, said | {"kind": "comment"}).status_code == 409
    assert post(executive, sign(revision), {"seen_sha": revision.sha256}).status_code == 201
    assert SignOff.objects.get().slot.role == "executive"


def test_a_newer_revision_shuts_the_button_of_the_old_one(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    rewrite(revision.statement, "Other words.", by=cast.comms)
    parts = as_(cast.counsel).get(
        reverse("revision_parts", args=[revision.statement_id, 1]), headers={"HX-Request": "true"}
    )
    assert "There is a newer revision of this statement." in words(parts)
    bar = html(parts)[html(parts).index('id="verdict"') :]
    assert "<button" in bar
    assert bar.count("<button") == bar.count("disabled")
