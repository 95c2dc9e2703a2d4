from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import LastSeen, Revision, Statement
from incidents.actions.facts import post_fact, refute_fact
from incidents.models import Incident
from tests.approvals.proofs import WORDS, a_draft, a_signed_revision, rewrite
from tests.approvals.views.browse import as_, html, post, words, words_for
from tests.cast import Cast


def save(statement: Statement) -> str:
    return reverse("revision_create", args=[statement.pk])


def test_an_edit_is_the_next_revision(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    response = post(
        as_(cast.comms), save(statement), words_for(statement.current, text="Softer.", note="Softer")
    )
    assert response["HX-Redirect"] == statement.get_absolute_url()
    current = Statement.objects.get().current
    assert (current.number, current.text, current.note, current.author) == (
        2,
        "Softer.",
        "Softer",
        cast.comms,
    )


def test_the_editor_holds_the_current_revision(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    statement = a_draft(cast, room, citing=[fact])
    form = as_(cast.comms).get(reverse("statement_edit", args=[statement.pk])).context["form"]
    assert {box.channel.value for box in form.channel_boxes() if box.is_chosen} == {"x", "forum"}
    assert [box.fact for box in form.fact_boxes() if box.is_chosen] == [fact]
    assert form["text"].value() == WORDS


def test_a_save_that_changes_nothing_keeps_the_sign_offs(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    post(as_(cast.comms), save(revision.statement), words_for(revision))
    assert Revision.objects.count() == 1


def test_two_presses_are_one_revision(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    data = words_for(statement.current, text="Softer.", key=str(uuid4()))
    both = [post(as_(cast.comms), save(statement), data) for _ in range(2)]
    assert [response["HX-Redirect"] for response in both] == [statement.get_absolute_url()] * 2
    assert Revision.objects.count() == 2


def test_of_two_editors_the_second_sees_both_texts_and_loses_nothing(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    statement = a_draft(cast, room, text="We are talking to him.")
    first = words_for(statement.current)
    second = words_for(
        statement.current,
        text="We are writing to him.",
        channels=["press"],
        citations=[fact.ref],
        note="My note",
    )
    post(as_(cast.comms), save(statement), first | {"text": "We have talked to him."})
    response = post(as_(cast.legal), save(statement), second)

    assert response.status_code == 409
    assert Revision.objects.count() == 2
    assert "We have talked to him." in words(response)
    assert "Corporate communications saved revision 2" in words(response)
    form = response.context["form"]
    assert form["text"].value() == "We are writing to him."
    assert form["note"].value() == "My note"
    assert form["based_on"].value() == "2"
    assert [box.fact for box in form.fact_boxes() if box.is_chosen] == [fact]
    assert [box.channel.value for box in form.channel_boxes() if box.is_chosen] == ["press"]
    said = response.context["pieces"]
    assert "".join(piece.text for piece in said if piece.op != "added") == "We have talked to him."
    assert "".join(piece.text for piece in said if piece.op != "removed") == "We are writing to him."

    again = post(as_(cast.legal), save(statement), second | {"based_on": form["based_on"].value()})
    assert again["HX-Redirect"] == statement.get_absolute_url()
    assert Statement.objects.get().current.text == "We are writing to him."


def test_the_second_editor_without_script_gets_a_whole_page(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    stale = words_for(statement.current, text="Mine, <b>bold</b>.")
    rewrite(statement, "Theirs.", by=cast.comms)
    response = post(as_(cast.legal), save(statement), stale, htmx=False)
    assert response.status_code == 409
    assert "<html" in html(response)
    assert "Mine, &lt;b&gt;bold&lt;/b&gt;." in html(response)


def test_a_fact_refuted_while_writing_costs_no_word(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    statement = a_draft(cast, room, citing=[fact])
    data = words_for(statement.current, text="A long and careful text.")
    refute_fact(fact, by=cast.counsel)
    response = post(as_(cast.comms), save(statement), data)
    assert response.status_code == 422
    assert f"{fact.ref} cannot be cited" in words(response)
    assert "A long and careful text." in html(response)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("based_on", ["", "0", "-3", "one", "9" * 30])
def test_a_form_that_does_not_say_what_it_was_written_over(cast: Cast, room: Incident, based_on: str) -> None:
    statement = a_draft(cast, room)
    response = post(
        as_(cast.comms), save(statement), words_for(statement.current, text="Kept.", based_on=based_on)
    )
    assert response.status_code == 422
    assert "Kept." in html(response)
    assert Revision.objects.count() == 1


def test_a_reader_is_told_of_a_newer_revision(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    newer = reverse("revision_newer", args=[statement.pk, 1])
    assert "Revision 2" not in words(as_(cast.legal).get(newer))
    rewrite(statement, "Softer.", by=cast.comms)
    told = words(as_(cast.legal).get(newer))
    assert "Revision 2 was saved by Corporate communications" in told


def test_reading_is_remembered_for_the_revision_that_was_shown(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    rewrite(statement, "Softer.", by=cast.comms)
    response = as_(cast.counsel).post(reverse("revision_read", args=[statement.pk, 1]))
    assert response.status_code == 204
    assert LastSeen.objects.get(person=cast.counsel).revision.number == 1


@pytest.mark.parametrize("htmx", [True, False])
def test_an_edit_that_is_refused_comes_back_whole(cast: Cast, room: Incident, htmx: bool) -> None:
    statement = a_draft(cast, room)
    Incident.objects.filter(pk=room.pk).update(status="closed")
    sent = words_for(statement.current, text="Typed for long.")
    response = post(as_(cast.comms), save(statement), sent, htmx=htmx)
    assert response.status_code == 409
    assert "This room is closed." in words(response)
    assert "Typed for long.</textarea>" in html(response)
    assert Revision.objects.count() == 1
