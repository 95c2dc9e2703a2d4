from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.models import Attachment
from incidents.models import Incident
from tests.approvals.proofs import PNG, an_attachment
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.cast import Cast, User


def upload(person: User, room: Incident, *, name: str = "letter.png", content: bytes = PNG):  # type: ignore[no-untyped-def]
    path = reverse("attachment_new", args=[room.pk])
    return as_(person).post(path, {"file": SimpleUploadedFile(name, content)}, headers=HTMX)


def test_a_file_arrives_ticked(cast: Cast, room: Incident) -> None:
    response = upload(cast.lead, room)
    kept = Attachment.objects.get()
    assert response.status_code == 200
    assert f'value="{kept.pk}" checked' in html(response)
    assert (kept.name, bytes(kept.content), kept.uploaded_by) == ("letter.png", PNG, cast.lead)


def test_what_is_wrong_with_it_is_said(cast: Cast, room: Incident) -> None:
    response = upload(cast.lead, room, content=b"<script>")
    assert (response.status_code, "Only pictures" in words(response)) == (409, True)
    response = as_(cast.lead).post(reverse("attachment_new", args=[room.pk]), headers=HTMX)
    assert response.status_code == 422
    assert not Attachment.objects.exists()


def test_its_name_holds_nothing_unseen_and_no_path(cast: Cast, room: Incident) -> None:
    upload(cast.lead, room, name="../../sig\u202ened.png")
    assert Attachment.objects.get().name == "signed.png"


def test_it_is_handed_out_to_be_kept_and_never_as_a_page_of_ours(cast: Cast, room: Incident) -> None:
    kept = an_attachment(cast, room, name='a "b"\u2014c.png')
    for person in (cast.lead, cast.executive):
        response = as_(person).get(reverse("attachment", args=[kept.pk]))
        assert response.status_code == 200
        assert response.content == PNG
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]


def test_who_does_not_see_the_statement_does_not_see_the_file(cast: Cast, room: Incident) -> None:
    kept = an_attachment(cast, room)
    for person in (cast.guest, cast.stranger):
        assert as_(person).get(reverse("attachment", args=[kept.pk])).status_code == 404
