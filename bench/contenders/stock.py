"""The same app on stock Channels (bench/servers/stock)."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic_ns
from typing import Any

from channels_redis.core import RedisChannelLayer

from bench.contenders.base import Contender
from bench.contenders.product import Product
from bench.servers.stock.events import event_of, group_of
from bench.world import Room


class Stock(Product):
    name = "stock Channels"
    deflate = False

    def command(self) -> Sequence[str]:
        return self.house.python(
            "bench.servers.serve", "bench.servers.stock.asgi:application", str(self.port)
        )

    def enter(self, room: Room) -> None:
        super().enter(room)
        with room.world.silence():
            self._event = event_of(room.write(), str(room.world.lead))

    @contextmanager
    def running(self, room: Room) -> Iterator[Contender]:
        # One loop and one layer for the whole run: making them anew for every entry is no fault of the server's.
        with asyncio.Runner() as self._runner, super().running(room):
            self._layer = RedisChannelLayer(hosts=[self.house.redis_url])
            yield self
            self._runner.run(self._layer.close_pools())

    def publish(self) -> tuple[int, int]:
        with self.room.world.silence():
            row = self.room.write()
        event = event_of(row, str(self.room.world.lead))
        at = monotonic_ns()
        self._announce(event)
        return row.n, at

    def commit(self) -> int:
        n = self.room.commit()
        self._announce(self._event | {"n": n})
        return n

    def _announce(self, event: dict[str, Any]) -> None:
        self._runner.run(self._layer.group_send(group_of(event["incident"], event["stream"]), event))
