from uuid import uuid4

import pytest
from django.urls import reverse

from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.models import Publication, ReachSnapshot
from tests.approvals.proofs import a_signed_revision
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import Cast

METHOD = "sum of the followers of those who reposted"


@pytest.fixture
def out(cast: Cast, room: Incident) -> Publication:
    revision = a_signed_revision(cast, room)
    return publish(revision, channel="x", url="https://x.example/1", seen_sha=revision.sha256, by=cast.lead)


def reach(out: Publication) -> str:
    return reverse("reach", args=[out.pk])


def counted(**fields: str) -> dict[str, str]:
    return {"accounts": "13400", "reposts": "19", "method": METHOD, "basis": "gross", **fields}


def test_a_count_with_its_method(cast: Cast, out: Publication) -> None:
    response = post(as_(cast.support), reach(out), counted())
    assert response.status_code == 201
    row = ReachSnapshot.objects.get()
    assert (row.accounts, row.reposts, row.method, row.basis) == (13400, 19, METHOD, "gross")
    panel = as_(cast.executive).get(reverse("publications", args=[out.statement_id]), headers=HTMX)
    assert "13,400 accounts reached, gross" in words(panel)
    assert METHOD in words(panel)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("method", "", "required"),
        ("method", "m" * 301, "too long"),
        ("accounts", "", "required"),
        ("accounts", "-1", "greater than or equal to 0"),
        ("accounts", "many", "whole number"),
        ("accounts", "9" * 20, "less than or equal"),
        ("reposts", "-1", "greater than or equal to 0"),
        ("basis", "guessed", "guessed"),
        ("counted_at", "2060-01-01T00:00:00Z", "still to come"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    cast: Cast, out: Publication, field: str, value: str, sentence: str
) -> None:
    response = post(as_(cast.lead), reach(out), counted(**{field: value}))
    assert response.status_code == 422
    assert sentence in words(response)
    if field != "method":
        assert METHOD in html(response)
    assert not ReachSnapshot.objects.exists()


def test_two_presses_are_one_count(cast: Cast, out: Publication) -> None:
    data = counted(key=str(uuid4()))
    assert [post(as_(cast.lead), reach(out), data).status_code for _ in range(2)] == [201, 201]
    assert ReachSnapshot.objects.count() == 1


@pytest.mark.parametrize("who", ["executive", "guest"])
def test_who_only_watches_gets_no_form(cast: Cast, out: Publication, who: str) -> None:
    response = as_(getattr(cast, who)).get(reach(out))
    assert response.status_code == 409
    assert "<textarea" not in html(response)


def test_without_script_it_is_a_page_and_a_redirect(cast: Cast, out: Publication) -> None:
    lead = as_(cast.lead)
    assert "<html" in html(lead.get(reach(out)))
    response = post(lead, reach(out), counted(), htmx=False)
    assert (response.status_code, response["Location"]) == (302, out.statement.get_absolute_url())
