"""A page whose script stands still, as in a laptop that fell asleep over it: it neither reads nor leaves."""

import asyncio
import json

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.faults.patience import PATIENCE
from tests.faults.watcher import Watcher


class Sleeper:
    def __init__(self, page: Watcher, socket: ClientConnection) -> None:
        self._page, self._socket = page, socket

    async def wake(self) -> tuple[list[int], int | None]:
        """Read what is in the pipe, to its end: the numbers of the entries, and the code it ended with. None: it did
        not end."""
        numbers: list[int] = []
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    frame = json.loads(await self._socket.recv())
                    numbers += [entry["n"] for entry in frame.get("entries", ())]
        except ConnectionClosed as error:
            return numbers, error.rcvd.code if error.rcvd else 1006
        except TimeoutError:
            return numbers, None
        finally:
            self._socket.transport.abort()
            await self._page.close()
