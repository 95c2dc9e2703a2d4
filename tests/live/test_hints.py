"""Hints over a real Valkey, which stops, restarts and freezes."""

import asyncio
import os
import signal
import time

import pytest

import live.subscription
from live import hints
from live.subscription import listen
from tests.live.page import soon
from warroom.embedded.valkey import Valkey


async def test_a_hint_reaches_every_process_and_says_only_which_room(valkey: Valkey) -> None:
    heard: list[int | None] = []
    others: list[int | None] = []
    ears = [asyncio.create_task(listen(valkey.url, each.append)) for each in (heard, others)]
    await soon(lambda: None in heard and None in others)
    await asyncio.to_thread(hints.room_changed, 12)
    await soon(lambda: heard == others == [None, 12])
    for ear in ears:
        ear.cancel()


async def test_strange_hints_are_ignored(valkey: Valkey) -> None:
    heard: list[int | None] = []
    ear = asyncio.create_task(listen(valkey.url, heard.append))
    await soon(lambda: heard)
    for room in (b"", b"x", b"1:2", b"-1", b"\xff"):
        hints.valkey().publish(b"warroom:room:" + room, b"")
    hints.room_changed(7)
    await soon(lambda: heard == [None, 7])
    ear.cancel()


async def test_hints_come_back_with_valkey(valkey: Valkey) -> None:
    heard: list[int | None] = []
    ear = asyncio.create_task(listen(valkey.url, heard.append))
    await soon(lambda: heard)
    hints.valkey().shutdown(nosave=True)
    await asyncio.sleep(0.05)
    hints.room_changed(1)
    port = valkey.port
    await asyncio.to_thread(_restart_on, valkey, port)
    await soon(lambda: heard == [None, None])
    await asyncio.sleep(hints.REST_SECONDS)
    hints.room_changed(2)
    await soon(lambda: heard == [None, None, 2])
    ear.cancel()


async def test_a_line_that_went_dead_is_noticed(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.subscription, "QUIET_SECONDS", 0.1)
    heard: list[int | None] = []
    ear = asyncio.create_task(listen(valkey.url, heard.append))
    await soon(lambda: heard)
    await asyncio.sleep(0.5)
    assert heard == [None], "a quiet line is not a dead one"
    assert valkey.child
    os.kill(valkey.child.pid, signal.SIGSTOP)
    await asyncio.sleep(0.5)
    os.kill(valkey.child.pid, signal.SIGCONT)
    await soon(lambda: heard == [None, None])
    ear.cancel()


def test_a_valkey_that_does_not_answer_holds_up_nobody(valkey: Valkey) -> None:
    hints.room_changed(1)
    assert valkey.child
    os.kill(valkey.child.pid, signal.SIGSTOP)
    began = time.monotonic()
    for _ in range(50):
        hints.room_changed(1)
    assert time.monotonic() - began < 2 * hints.PATIENCE_SECONDS


def test_no_valkey_at_all_is_survived(valkey: Valkey) -> None:
    assert valkey.child
    valkey.child.stop()
    hints.room_changed(1)


def _restart_on(valkey: Valkey, port: int) -> None:
    from warroom.embedded import valkey as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "free_port", lambda: port)
        assert valkey.child
        valkey.child.stop()
        valkey.start()
