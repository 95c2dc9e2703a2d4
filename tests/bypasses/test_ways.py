"""That the ways lead somewhere: what is signed goes out by each of them that is a way at all."""

import pytest
from django.db import DatabaseError, connection

from approvals.models import Revision
from incidents.models import Incident
from publishing.models import Publication
from tests.approvals.proofs import a_signed_revision
from tests.bypasses.ways import OPEN_TO_THE_SIGNED, Way, through_every_task, through_the_admin
from tests.cast import Cast


@pytest.mark.parametrize("way", OPEN_TO_THE_SIGNED)
def test_signed_words_go_out(house: Cast, open_house: Incident, way: Way) -> None:
    revision = a_signed_revision(house, open_house)
    way(house, revision, "x")
    assert Publication.objects.get().revision == revision


@pytest.mark.parametrize("way", [through_the_admin, through_every_task])
def test_these_let_nothing_out_not_even_what_is_signed(house: Cast, open_house: Incident, way: Way) -> None:
    """Words go out by a person's deed, never by an administrator's table or a job."""
    way(house, a_signed_revision(house, open_house), "x")
    assert not Publication.objects.exists()


def test_our_role_cannot_switch_the_guards_off_for_a_session(house: Cast) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


def test_a_revision_of_another_digest_is_not_the_one_that_was_signed(
    house: Cast, open_house: Incident
) -> None:
    revision = a_signed_revision(house, open_house)
    forged = Revision.objects.get(pk=revision.pk)
    forged.sha256 = "0" * 64
    for way in OPEN_TO_THE_SIGNED[:-1]:
        way(house, forged, "x")
    assert not Publication.objects.exists()
