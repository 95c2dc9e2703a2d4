"""A web server in the test's own event loop: real uvicorn, real sockets, the real feed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from incidents.feed import RoomFeed
from incidents.models import Incident
from live import hints
from live.feed import Feed
from live.hub import Hub
from live.routing import sockets
from live.uvicorn_wire import DirectProtocol
from tests.live.browser import Browser
from tests.live.page import Page
from warroom.embedded.valkey import Valkey

Deed = Callable[..., Any]


@asynccontextmanager
async def serving(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, pages: Any = None, *, ws: Any = DirectProtocol
) -> AsyncIterator[str]:
    """Serve the sockets of one web process, and `pages` if given; yields host:port.

    `ws` is how: the product's own protocol class, or "websockets-sansio" for a server that knows only ASGI.
    """
    hub = Hub(feed)
    monkeypatch.setattr("live.routing.Hub", lambda _feed: hub)
    app = ProtocolTypeRouter({"websocket": sockets(feed), "http": pages})
    config = uvicorn.Config(
        app,
        port=0,
        ws=ws,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"{host}:{port}"
    finally:
        server.should_exit = True
        await serving
        await hub.close()


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A Valkey of this test's own, since it will not survive it."""
    valkey = Valkey(tmp_path, "only-here")
    valkey.start()
    settings.REDIS_URL = valkey.url
    hints.valkey.cache_clear()
    monkeypatch.setattr(hints, "_rest_until", 0.0)
    yield valkey
    hints.valkey.cache_clear()
    assert valkey.child
    with suppress(ProcessLookupError):
        os.kill(valkey.child.pid, signal.SIGCONT)
    valkey.child.stop()


@pytest.fixture
async def deeds() -> AsyncIterator[Callable[..., Any]]:
    """Does things in the database from threads, as requests would: `await deeds(post_note, room, by=…)`."""
    threads = ThreadPoolExecutor(16)

    def one_request(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return deed(*args, **kwargs)
        finally:
            connections.close_all()

    async def do(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        job = partial(one_request, deed, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(threads, job)

    yield do
    threads.shutdown()


class House:
    """One room, served, and browsers for people."""

    def __init__(self, address: str, room: Incident, deeds: Deed) -> None:
        self.address, self.room, self._deeds = address, room, deeds
        self.open: list[Browser] = []

    async def sign_in(self, person: User) -> Browser:
        """A browser with a session of its own and a page loaded just now, not yet connected."""
        return await self._deeds(self._sign_in, person)

    def _sign_in(self, person: User) -> Browser:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        browser = Browser(
            self.address, self.room.pk, f"{settings.SESSION_COOKIE_NAME}={cookie}", self._load(person)
        )
        self.open.append(browser)
        return browser

    def _load(self, person: User) -> Page:
        room = Incident.objects.get(pk=self.room.pk)
        place, heads = room.participant(person), room.heads()
        streams = place.streams if place else heads.keys()
        return Page(str(self.room.epoch), {str(stream): heads[stream] for stream in streams})

    async def watch(self, person: User) -> Browser:
        return await (await self.sign_in(person)).connect()

    async def sign_out(self, browser: Browser) -> None:
        key = browser.cookie.partition("=")[2]
        await self._deeds(Session.objects.filter(pk=key).delete)


@pytest.fixture
def made_up_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Session "session7" is person 7's, without a database; for tests with a feed from memory."""
    monkeypatch.setattr("live.hub.person_of", lambda key: int(key.removeprefix("session")) if key else None)


@pytest.fixture
async def house(
    transactional_db: None, room: Incident, deeds: Deed, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    async with serving(RoomFeed(), monkeypatch) as address:
        house = House(address, room, deeds)
        yield house
        for browser in house.open:
            with suppress(OSError):
                await browser.leave()
    await asyncio.to_thread(connections.close_all)
