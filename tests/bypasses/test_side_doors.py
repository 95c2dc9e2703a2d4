"""T5: a second path to the outside forgets to ask."""

from uuid import uuid4

import pytest

from approvals.models import Revision
from common.verdicts import Refused
from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import a_signed_revision, an_asked_revision, rewrite
from tests.approvals.views.browse import as_, post
from tests.bypasses.ways import EVERY_WAY, send
from tests.cast import Cast


def test_cve_2026_104632_no_path_leads_around_the_gate(house: Cast, open_house: Incident) -> None:
    """View, deed, models, raw SQL, `manage.py shell`, administrator, every task by its name."""
    assert len(EVERY_WAY) == 7
    assert send(house, an_asked_revision(house, open_house)) == []


def test_cve_2026_66877_a_press_sent_again_sends_nothing_new(house: Cast, open_house: Incident) -> None:
    """Cancel and run again: the key of what went out does not open the door for what came after."""
    signed, key = a_signed_revision(house, open_house), uuid4()
    said = {"channel": "x", "url": "", "by": house.lead, "key": key}
    first = publish(signed, seen_sha=signed.sha256, **said)
    newer = rewrite(signed.statement, "We will pay nothing.", by=house.support)
    assert publish(signed, seen_sha=signed.sha256, **said) == first
    for revision in (newer, an_asked_revision(house, open_house)):
        with pytest.raises(Refused):
            publish(revision, seen_sha=revision.sha256, **said)
    assert Publication.objects.get() == first


def test_cve_2026_1999_who_administers_the_house_signs_for_nobody(house: Cast, open_house: Incident) -> None:
    revision = an_asked_revision(house, open_house)
    house.stranger.is_staff = house.stranger.is_superuser = True
    house.stranger.save(update_fields=["is_staff", "is_superuser"])
    client = as_(house.stranger)
    where = f"/statements/{revision.statement_id}/revisions/1/sign-offs/"
    assert post(client, where, {"seen_sha": revision.sha256}).status_code == 404
    slot = revision.slots[0].pk
    sent = {"revision": revision.pk, "slot": slot, "person": house.counsel.pk, "sha256": revision.sha256}
    for model in ("signoff", "signoffpolicy"):
        assert client.post(f"/admin/approvals/{model}/add/", sent).status_code == 403
    assert not Revision.objects.get(pk=revision.pk).sign_offs.exists()
