"""One page that stops reading, on a real socket with real buffers."""

import random
import string

import pytest

from live import hints
from live.feed import CATCH_UP_LIMIT
from tests.live.browser import Browser
from tests.live.conftest import serving
from tests.live.fake_feed import FakeFeed
from tests.live.page import Page, soon

ENTRY = "".join(random.Random(7719).choices(string.ascii_letters, k=40_000))  # hardly compresses
MORE_THAN_BUFFERS_HOLD = 700  # entries; the kernel takes a few MB, the server 64 kB


@pytest.mark.usefixtures("made_up_sessions")
async def test_it_stops_only_itself_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = FakeFeed()
    feed.invite(1, {"briefing"})
    async with serving(feed, monkeypatch) as address:
        stalled, other = [
            await Browser(address, 1, "sessionid=session1", Page("first", {"briefing": 0})).connect()
            for _ in range(2)
        ]
        await soon(lambda: stalled.page.heads and other.page.heads)
        assert stalled.socket
        stalled.socket.transport.pause_reading()
        for n in range(1, MORE_THAN_BUFFERS_HOLD + 1):
            feed.post("briefing", ENTRY)
            if n % 100 == 0:
                hints.room_changed(1)
                await soon(lambda n=n: other.page.held["briefing"] == n)

        stalled.socket.transport.resume_reading()
        await soon(lambda: stalled.code == 4408)
        assert 0 < stalled.page.held["briefing"] < MORE_THAN_BUFFERS_HOLD - CATCH_UP_LIMIT + 100
        stalled.page.held["briefing"] = MORE_THAN_BUFFERS_HOLD - CATCH_UP_LIMIT
        await stalled.connect()
        await soon(lambda: stalled.page.held["briefing"] == MORE_THAN_BUFFERS_HOLD)
        await stalled.leave()
        await other.leave()
