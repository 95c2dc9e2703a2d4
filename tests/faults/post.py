"""A person's HTTP: session, CSRF token, and a key with every press."""

import asyncio
import logging
from random import Random
from time import time
from typing import Self

import httpx2

from tests.faults.ledger import Deed
from tests.faults.patience import PATIENCE, NoAnswer, patiently

logging.getLogger("httpx2").setLevel(logging.WARNING)
TIMEOUT = httpx2.Timeout(5, connect=3)  # seconds; whoever hears nothing presses again


class Post:
    """Posts as the page does. An unclear outcome is tried again with the same key until it is clear."""

    def __init__(self, who: str, address: str, session: str, rng: Random) -> None:
        self.who, self._rng = who, rng
        self.failures: list[tuple[float, int]] = []  # when, and which 5xx
        self.refused: list[str] = []
        self.read: list[str] = []  # every answer to `get`, also those that were none
        self.client = httpx2.AsyncClient(
            base_url=f"http://{address}",
            cookies={"sessionid": session},
            timeout=TIMEOUT,
            trust_env=False,
            limits=httpx2.Limits(max_connections=64, keepalive_expiry=4),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.client.aclose()

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """A page, asked for until there is an answer other than a 5xx."""

        async def ask() -> httpx2.Response:
            answer = await self.client.get(path, headers=headers)
            self.read.append(answer.text)
            if answer.status_code >= 500:
                raise NoAnswer(f"{answer.status_code} for {path}")
            return answer

        return await patiently(ask)

    async def press(self, path: str, data: dict[str, str], *, htmx: bool = True) -> httpx2.Response:
        """Press a button that may be pressed twice, until there is an answer other than a 5xx."""

        async def ask() -> httpx2.Response:
            answer = await self.form(path, data, htmx=htmx)
            if answer.status_code >= 500:
                raise NoAnswer(f"{answer.status_code} for {path}")
            return answer

        return await patiently(ask)

    async def form(
        self,
        path: str,
        data: dict[str, str],
        *,
        htmx: bool = True,
        timeout: httpx2.Timeout = httpx2.Timeout(PATIENCE),  # noqa: B008
    ) -> httpx2.Response:
        """Press a button once; whatever comes of it. Raises httpx2.HTTPError when nothing is heard."""
        if "csrftoken" not in self.client.cookies:
            await self.client.get("/", timeout=timeout)
        token = self.client.cookies.get("csrftoken")
        if token is None:
            raise httpx2.ReadError("no page with a form could be had")
        headers = {"X-CSRFToken": token, "Origin": str(self.client.base_url).rstrip("/")}
        if htmx:
            headers["HX-Request"] = "true"
        return await self.client.post(path, data=data, headers=headers, timeout=timeout)

    async def attempt(self, deed: Deed) -> bool:
        """Send it once. True when it is known what became of it."""
        try:
            answer = await self.form(deed.path, deed.form, timeout=TIMEOUT)
        except (httpx2.HTTPError, OSError) as error:
            deed.answers.append(type(error).__name__)
            return False
        deed.answers.append(str(answer.status_code))
        if answer.status_code >= 500:
            self.failures.append((time(), answer.status_code))
            return False
        if answer.status_code in (200, 201):
            deed.acknowledged_at = time()
        else:
            self.refused.append(f"{self.who}: {answer.status_code} for {deed.path}")
        return True

    async def do(self, deed: Deed, *, within: float = 2 * PATIENCE) -> bool:
        """Send it until it is clear what became of it, or the time is up."""
        try:
            async with asyncio.timeout(within):
                while not await self.attempt(deed):
                    await asyncio.sleep(self._rng.uniform(0.05, 0.4))
        except TimeoutError:
            deed.answers.append("gave up")
            return False
        return deed.acknowledged_at is not None
