import pytest
from django.db import DatabaseError, transaction

from approvals.actions.attachments import add_attachment
from approvals.models import BIGGEST, Attachment
from common.verdicts import Refused
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import PNG, an_attachment
from tests.cast import Cast

KINDS = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0rest",
    "image/webp": b"RIFF\0\0\0\0WEBPrest",
    "application/pdf": b"%PDF-1.7 rest",
}


@pytest.mark.parametrize(("kind", "content"), KINDS.items(), ids=KINDS)
def test_a_file_is_what_its_first_bytes_say(cast: Cast, room: Incident, kind: str, content: bytes) -> None:
    before = TimelineEntry.objects.count()
    kept = an_attachment(cast, room, name="harmless.txt", content=content)
    assert (kept.content_type, kept.sha256) == (kind, Attachment.digest(content))
    assert TimelineEntry.objects.count() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"<svg onload=alert(1)>",
        b"MZ\x90",
        b"GIF89a",
        b" %PDF-",
        b"RIFF\0\0\0\0WAVE",
        b"\x89PN",
    ],
)
def test_what_is_no_picture_and_no_pdf_is_refused(cast: Cast, room: Incident, content: bytes) -> None:
    with pytest.raises(Refused, match="Only pictures"):
        an_attachment(cast, room, name="letter.png", content=content)
    assert not Attachment.objects.exists()


def test_five_megabytes_and_no_byte_more(cast: Cast, room: Incident) -> None:
    assert an_attachment(cast, room, content=PNG.ljust(BIGGEST, b"\0"))
    with pytest.raises(Refused, match="larger than 5 MB"):
        an_attachment(cast, room, content=PNG.ljust(BIGGEST + 1, b"\0"))


def test_the_same_file_twice_is_one(cast: Cast, room: Incident) -> None:
    assert an_attachment(cast, room) == an_attachment(cast, room)
    assert an_attachment(cast, room) != an_attachment(cast, room, name="another.png")


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_who_holds_no_pen_adds_no_file(cast: Cast, room: Incident, who: str) -> None:
    with pytest.raises(Refused):
        add_attachment(room, name="a.png", content=PNG, by=getattr(cast, who))
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"sha256": "0" * 64}, "what_its_digest_says"),
        ({"content_type": "text/html"}, "a_picture_or_a_pdf"),
        ({"content": b"x" * (BIGGEST + 1), "sha256": Attachment.digest(b"x" * (BIGGEST + 1))}, "not_too_big"),
    ],
)
def test_postgres_keeps_none_that_is_not_what_it_says(
    cast: Cast, room: Incident, fields: dict, constraint: str
) -> None:
    wanted = {
        "incident": room, "name": "a.png", "content": PNG, "sha256": Attachment.digest(PNG),
        "content_type": "image/png", "uploaded_by": cast.lead, "clock_at": room.now(),
    }  # fmt: skip
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Attachment.objects.create(**(wanted | fields))
    assert Attachment.objects.create(**wanted)
