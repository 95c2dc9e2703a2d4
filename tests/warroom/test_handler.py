"""A request stays in one thread; only static files are somebody else's."""

from threading import get_ident
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from warroom.handler import Site

seen: list[int] = []


def trace(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        seen.append(get_ident())
        return get_response(request)

    return middleware


async def get(site: Site, path: str) -> tuple[int, bytes]:
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
    }
    line = ApplicationCommunicator(site, scope)
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await line.receive_output()
    body = b""
    while True:
        part = await line.receive_output()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return start["status"], body


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    ours = "warroom.handler.StaticFiles"
    where = f"{__name__}.trace"
    monkeypatch.setattr(settings, "MIDDLEWARE", [where, ours, where, *settings.MIDDLEWARE, where])
    seen.clear()
    return Site()


async def test_every_middleware_and_the_view_share_one_thread_that_is_not_the_loops(site: Site) -> None:
    status, body = await get(site, "/healthz")
    assert (status, body) == (200, b"ok\n")
    assert len(seen) > 1
    assert len(set(seen)) == 1
    assert seen[0] != get_ident()


async def test_static_files_are_served_and_what_is_none_goes_on(site: Site) -> None:
    status, body = await get(site, f"{settings.STATIC_URL}img/mark.svg")
    assert status == 200
    assert body.startswith(b"<svg")
    status, _body = await get(site, f"{settings.STATIC_URL}img/nothing.svg")
    assert status == 404
