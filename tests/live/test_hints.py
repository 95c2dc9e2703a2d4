"""Hints over a real Valkey, which stops, restarts and freezes."""

import asyncio
import os
import signal
import time
from threading import Event
from time import monotonic

import pytest

import live.subscription
from live import hints, presence
from live.subscription import Subscription
from tests.live.page import soon
from warroom.embedded.valkey import Valkey


class Ear:
    """A process that listens: `heard` are the rooms that changed, `met` what others say of who is there."""

    def __init__(self, valkey: Valkey) -> None:
        self.heard: list[int | None] = []
        self.met: list[tuple[int, presence.Said]] = []
        self.subscription = Subscription(
            valkey.url, self.heard.append, lambda room, said: self.met.append((room, said))
        )
        self._listening = asyncio.create_task(self.subscription.listen())

    def close(self) -> None:
        self._listening.cancel()


def done() -> Event:
    looked = Event()
    looked.set()
    return looked


async def test_whoever_changed_a_room_lets_the_look_at_it_go_first_but_not_for_long(valkey: Valkey) -> None:
    looked = Event()
    stop = hints.on_change(lambda room: looked)
    changing = asyncio.create_task(asyncio.to_thread(hints.room_changed, 12))
    await asyncio.sleep(hints.GIVE_WAY_SECONDS / 4)
    assert not changing.done()
    looked.set()
    await changing
    looked.clear()
    began = monotonic()
    await asyncio.to_thread(hints.room_changed, 12)
    stop()
    assert monotonic() - began >= hints.GIVE_WAY_SECONDS, "it waited, although nobody ever looked"


async def test_a_hint_reaches_every_process_and_says_only_which_room(valkey: Valkey) -> None:
    ears = [Ear(valkey), Ear(valkey)]
    await soon(lambda: all(None in ear.heard for ear in ears))
    await asyncio.to_thread(hints.room_changed, 12)
    await soon(lambda: all(ear.heard == [None, 12] for ear in ears))
    for ear in ears:
        ear.close()


async def test_its_own_hint_reaches_a_process_without_valkey_and_only_once(valkey: Valkey) -> None:
    ear, own = Ear(valkey), []

    def heard(room: int) -> Event:
        own.append(room)
        return done()

    await soon(lambda: ear.heard)
    stop = hints.on_change(heard)
    hints.room_changed(12)
    assert own == [12]
    hints.valkey().publish(f"{hints.CHANNEL}13", b"from another process")
    await soon(lambda: ear.heard == [None, 13])
    stop()
    hints.room_changed(12)
    await soon(lambda: ear.heard == [None, 13, 12])
    assert own == [12]
    ear.close()


async def test_processes_tell_each_other_who_is_there(valkey: Valkey) -> None:
    here, there = Ear(valkey), Ear(valkey)
    await soon(lambda: here.subscription.hears and there.subscription.hears)
    for junk in (b"", b"{}", b"\xff", b"[" * 5000):
        hints.valkey().publish(f"{presence.CHANNEL}12", junk)
    await here.subscription.tell(f"{presence.CHANNEL}12", presence.encode([(3, ("", "revision.5.7"))]))
    said = presence.Said(presence.PROCESS, ((3, ("", "revision.5.7")),))
    await soon(lambda: there.met == [(12, said)])
    assert there.heard == [None]
    here.close()
    there.close()


async def test_a_process_knows_whether_it_hears(valkey: Valkey) -> None:
    ear = Ear(valkey)
    await soon(lambda: ear.subscription.hears)
    hints.valkey().shutdown(nosave=True)
    await soon(lambda: not ear.subscription.hears)
    await ear.subscription.tell(f"{presence.CHANNEL}12", presence.encode([]))
    ear.close()


async def test_strange_hints_are_ignored(valkey: Valkey) -> None:
    ear = Ear(valkey)
    heard = ear.heard
    await soon(lambda: heard)
    for room in (b"", b"x", b"1:2", b"-1", b"\xff"):
        hints.valkey().publish(b"warroom:room:" + room, b"")
    hints.room_changed(7)
    await soon(lambda: heard == [None, 7])
    ear.close()


async def test_hints_come_back_with_valkey(valkey: Valkey) -> None:
    ear = Ear(valkey)
    heard = ear.heard
    await soon(lambda: heard)
    hints.valkey().shutdown(nosave=True)
    await asyncio.sleep(0.05)
    hints.room_changed(1)
    port = valkey.port
    await asyncio.to_thread(restart_on, valkey, port)
    await soon(lambda: heard == [None, None])
    await asyncio.sleep(hints.REST_SECONDS)
    hints.room_changed(2)
    await soon(lambda: heard == [None, None, 2])
    ear.close()


async def test_a_line_that_went_dead_is_noticed(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.subscription, "QUIET_SECONDS", 0.1)
    ear = Ear(valkey)
    heard = ear.heard
    await soon(lambda: heard)
    await asyncio.sleep(0.5)
    assert heard == [None], "a quiet line is not a dead one"
    assert valkey.child
    os.kill(valkey.child.pid, signal.SIGSTOP)
    await asyncio.sleep(0.5)
    os.kill(valkey.child.pid, signal.SIGCONT)
    await soon(lambda: heard == [None, None])
    ear.close()


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


def restart_on(valkey: Valkey, port: int) -> None:
    from warroom.embedded import valkey as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "free_port", lambda: port)
        assert valkey.child
        valkey.child.stop()
        valkey.start()
