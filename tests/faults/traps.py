"""Catching a request at the very moment of its COMMIT."""

import asyncio
import threading

from tests.faults.proxy import Line, Road

DEED = b'INSERT INTO "incidents_timelineentry"'


class CommitTrap:
    """Holds the first COMMIT of a deed on the road to Postgres. `caught` tells; then say what becomes of it."""

    def __init__(self, road: Road) -> None:
        self.caught = threading.Event()
        self._road = road
        self._line: Line | None = None
        self._verdict: asyncio.Future[bool] | None = None
        road.trap = self._look

    async def _look(self, line: Line, data: bytes) -> None:
        said = line.said + data
        line.said = said[-65_536:]
        if b"COMMIT" not in data:
            return
        line.said = b""
        if DEED in said and self._line is None:
            self._line = line
            line.mute = True  # whatever Postgres answers, the request does not hear it
            self._verdict = self._road.loop.create_future()
            self.caught.set()
            if not await self._verdict:
                raise ConnectionResetError

    def release(self, *, commits: bool) -> None:
        """Let Postgres have the COMMIT, or lose it on the way. The answer is lost either way."""
        assert self._verdict is not None
        verdict = self._verdict
        self._road.do(lambda: verdict.done() or verdict.set_result(commits))

    def hang_up(self) -> None:
        """The request's connection to Postgres is gone."""
        assert self._line is not None
        self._road.do(self._line.reset)

    def remove(self) -> None:
        self._road.trap = None
        if self._verdict and not self._verdict.done():
            self.release(commits=False)
