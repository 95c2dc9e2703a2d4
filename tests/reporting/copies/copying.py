"""Copies, made as a worker makes them and opened as a reader opens them."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from incidents.models import Incident
from jobs.actions import work
from jobs.models import Job
from reporting.actions.exports import start_export
from reporting.copies.archive import archive
from reporting.models import Export

Copy = dict[str, bytes]


def made(room: Incident, by: User) -> Export:
    job = start_export(room, by=by)
    work.work_on(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "done", job.failure
    return Export.objects.get(job=job)


def unpacked(content: bytes) -> Copy:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        assert len(set(book.namelist())) == len(book.namelist())
        return {name: book.read(name) for name in book.namelist()}


def copy_of(room: Incident, by: User) -> Copy:
    return unpacked(b"".join(archive(made(room, by))))


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def fetched(client: Client, export: Export) -> HttpResponse:
    return client.get(reverse("export_file", args=[export.pk]))


def content_of(response: Any) -> bytes:
    async def gather(parts: AsyncIterator[bytes]) -> bytes:
        return b"".join([part async for part in parts])

    return async_to_sync(gather)(response.streaming_content)
