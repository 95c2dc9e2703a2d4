"""One person's HTTP, on a connection that is kept open, with cookies and the form's token."""

import re
from http.client import HTTPConnection
from time import monotonic_ns
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Signed in with `session_key`. Times are CLOCK_MONOTONIC, in ns."""

    def __init__(self, port: int, session_key: str) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=30)
        self._origin = f"http://127.0.0.1:{port}"
        self._cookies = {settings.SESSION_COOKIE_NAME: session_key}
        self._token = ""

    def close(self) -> None:
        self._line.close()

    def get(self, path: str) -> tuple[str, float]:
        """The page and how long it took, in ms."""
        began = monotonic_ns()
        status, text = self._ask("GET", path)
        took = (monotonic_ns() - began) / 1e6
        if status != 200:
            raise RuntimeError(f"GET {path}: {status}")
        return text, took

    def open_room(self, room: int) -> None:
        """Look at the room, as everybody does before writing in it. On a fresh line: idle ones are closed."""
        self._line.close()
        page, _took = self.get(f"/rooms/{room}/")
        found = TOKEN.search(page)
        if not found:
            raise RuntimeError("The room's page has no form to write with.")
        self._token = found[1]

    def sign_off(self, statement: int, number: int) -> tuple[int, int]:
        """Open a statement and sign what it says. When the press was sent and when it was answered."""
        page, _took = self.get(f"/statements/{statement}/")
        form = {name: _hidden(page, name) for name in ("csrfmiddlewaretoken", "seen_sha")}
        form["key"] = str(uuid4())
        began = monotonic_ns()
        where = f"/statements/{statement}/revisions/{number}/sign-offs/"
        status, answer = self._ask("POST", where, urlencode(form))
        ended = monotonic_ns()
        if status != 201:
            raise RuntimeError(f"A sign-off was answered with {status}: {answer[:300]}")
        return began, ended

    def post_note(self, room: int, text: str) -> tuple[int, int]:
        """Write a note with the composer. When it was sent and when it was answered."""
        form = {
            "csrfmiddlewaretoken": self._token,
            "type": "note",
            "key": str(uuid4()),
            "text": text,
            "stream": "working",
        }
        began = monotonic_ns()
        status, answer = self._ask("POST", f"/rooms/{room}/entries/", urlencode(form))
        ended = monotonic_ns()
        if status != 201:
            raise RuntimeError(f"A note was answered with {status}: {answer[:300]}")
        return began, ended

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Origin": self._origin,
        }
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text


def _hidden(page: str, name: str) -> str:
    """What the page's first field of that name holds."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if not found:
        raise RuntimeError(f"The page has no {name} to send.")
    return found[1]
