"""A copy as the server sends it, in parts, whole."""

import io
import zipfile

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from incidents.actions.notes import post_note
from tests.cast import a_room, hire
from tests.reporting.copies.copying import made
from warroom.handler import Site


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.django_db(transaction=True)
async def test_a_copy_arrives_whole() -> None:
    def prepare() -> tuple[str, str]:
        cast = hire()
        room = a_room(cast)
        post_note(room, text="A note", by=cast.lead)
        return reverse("export_file", args=[made(room, cast.lead).pk]), session_of(cast.lead)

    path, session = await sync_to_async(prepare)()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}".encode()
    headers = [(b"host", b"testserver"), (b"cookie", cookie), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    line = ApplicationCommunicator(Site(), scope)
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await line.receive_output()
    body, more = b"", True
    while more:
        part = await line.receive_output(timeout=5)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    # Compressed once more, Chromium keeps the first forty bytes of it.
    assert (b"Content-Encoding", b"identity") in start["headers"]
    assert start["status"] == 200
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert book.testzip() is None
        assert "timeline.jsonl" in book.namelist()
