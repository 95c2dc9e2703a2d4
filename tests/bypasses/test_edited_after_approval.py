"""T1: what goes out is not what was approved."""

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.models import Citation, Revision
from incidents.actions.facts import post_fact
from incidents.models import Incident
from tests.approvals.proofs import a_signed_revision, rewrite
from tests.bypasses.ways import send
from tests.cast import Cast


def test_cve_2023_4812_words_changed_after_approval_do_not_ride_on_it(
    house: Cast, open_house: Incident
) -> None:
    signed = a_signed_revision(house, open_house)
    newer = rewrite(signed.statement, "We will pay nothing.", by=house.support)
    assert send(house, newer) == []
    assert send(house, signed) == []


def test_cve_2024_0410_what_an_approval_covers_cannot_be_added_to(house: Cast, open_house: Incident) -> None:
    """The row itself, its channels, what it cites, where its signature points."""
    fact = post_fact(open_house, text="He called.", by=house.support)
    signed = a_signed_revision(house, open_house)
    other = rewrite(signed.statement, "Other words", by=house.lead)
    for sql in (
        f"UPDATE approvals_revision SET text = 'We will pay nothing.' WHERE id = {signed.pk}",
        f"UPDATE approvals_revision SET channels = '{{x,press}}' WHERE id = {signed.pk}",
        f"UPDATE approvals_signoff SET revision_id = {other.pk}",
        f"UPDATE approvals_signoffrequest SET revision_id = {other.pk}",
        f"DELETE FROM approvals_revision WHERE id = {other.pk}",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Citation.objects.create(revision=signed, fact=fact, position=1, wording=fact.text)
    assert Revision.objects.get(pk=signed.pk).text == signed.text
    assert send(house, signed) == send(house, other) == []


def test_cve_2024_0410_a_channel_that_was_not_approved_is_another_text(
    house: Cast, open_house: Incident
) -> None:
    signed = a_signed_revision(house, open_house)
    assert send(house, signed, channels=("press",)) == []
    newer = rewrite(signed.statement, signed.text, channels=["x", "press"], by=house.lead)
    assert newer.sha256 != signed.sha256
    assert send(house, newer, channels=("x", "press")) == []
