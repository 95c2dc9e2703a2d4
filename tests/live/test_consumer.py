"""The consumer under any ASGI server: plain messages, and no more patience with a page than it deserves."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator

from live import hints
from live.hub import Hub
from live.routing import sockets
from tests.live.fake_feed import FakeFeed
from tests.live.page import Page, soon

GUEST = 1


@pytest.fixture
def feed() -> FakeFeed:
    feed = FakeFeed()
    feed.invite(GUEST, {"briefing"})
    return feed


@pytest.fixture
async def app(feed: FakeFeed, monkeypatch: pytest.MonkeyPatch, made_up_sessions: None) -> AsyncIterator[Any]:
    hub = Hub(feed)
    monkeypatch.setattr("live.routing.Hub", lambda _feed: hub)
    yield sockets(feed)
    await hub.close()


def handshake(app: Any) -> WebsocketCommunicator:
    headers = [
        (b"host", b"testserver"),
        (b"origin", b"http://testserver"),
        (b"cookie", b"sessionid=session1"),
    ]
    return WebsocketCommunicator(
        app, "/ws/rooms/1/", headers=headers, subprotocols=Page("first", {"briefing": 0}).subprotocols
    )


async def test_it_needs_no_channel_layer_and_says_only_what_any_server_understands(
    app: Any, feed: FakeFeed
) -> None:
    socket = handshake(app)
    assert await socket.connect() == (True, "warroom.1")
    page = Page("first", {"briefing": 0})
    page.take(await socket.receive_from())
    feed.post("briefing", "word")
    hints.room_changed(1)
    while not page.shown:
        page.take(await socket.receive_from())
    feed.sign_out(GUEST)
    hints.room_changed(1)
    end = await socket.receive_output()
    assert end["code"] == 4401
    assert type(end["code"]) is int, "autobahn, and so daphne, refuses an IntEnum"


async def test_a_frame_the_server_cannot_take_is_cut_short_by_a_revocation(app: Any, feed: FakeFeed) -> None:
    sent: list[Any] = []
    open_ended: asyncio.Queue[Any] = asyncio.Queue()
    open_ended.put_nowait({"type": "websocket.connect"})

    async def send(message: Any) -> None:
        if "entries" in message.get("text", "") and feed.sessions:
            await asyncio.Event().wait()  # a page that reads nothing
        sent.append(message)

    page = asyncio.create_task(app(handshake(app).scope, open_ended.get, send))
    await soon(lambda: any("hello" in message.get("text", "") for message in sent))
    feed.post("briefing", "word")
    await asyncio.to_thread(hints.room_changed, 1)
    await asyncio.sleep(0.1)
    feed.sign_out(GUEST)
    await asyncio.to_thread(hints.room_changed, 1)
    await soon(lambda: sent[-1].get("code") == 4401)
    assert not any("entries" in message.get("text", "") for message in sent)
    open_ended.put_nowait({"type": "websocket.disconnect", "code": 4401})
    await page
