"""The smallest page that holds a <live-room>, served under the product's own strict policy."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"

TEXTS = """
  data-sign-in-url="/sign-in/" data-text-sign-in="Sign in"
  data-text-live="Live" data-text-late="Live, late" data-text-catching-up="Catching up" data-text-not-live="Not live"
  data-text-signed-out="You are signed out." data-text-removed="You are no longer in this room."
  data-text-other-rights="What you may see has changed."
"""


def article(ref: str, second: int, words: str = "") -> str:
    """An entry of the timeline as the server renders it: a block of some height, recorded at 12:00:`second`."""
    return (
        f'<article class="entry" id="entry-{ref}" data-at="2026-11-23T12:00:{second:02}.000000+00:00">'
        f"{words or ref}</article>"
    )


class Pages:
    """An ASGI application: `/` is the page, with what `articles` and `held` say now; the rest is static files."""

    def __init__(self, epoch: str) -> None:
        self.epoch = epoch
        self.held: Mapping[str, int] = {}
        self.articles: list[str] = []
        self.timeline = ""  # more attributes for #timeline
        self.token = "first"
        self.asked: list[str] = []  # the pages that other passes were asked for
        self.down = False  # the site answers nothing but 503

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path, status = scope["path"], 200
        kinds = {".js": b"text/javascript", ".css": b"text/css"}
        if self.down:
            body, kind, status = b"down", b"text/plain", 503
        elif path == "/":
            body, kind = self._page().encode(), b"text/html; charset=utf-8"
        elif (file := STATIC / path.removeprefix("/static/")).is_file():
            body, kind = file.read_bytes(), kinds[file.suffix]
        elif path == "/rooms/1/pass/":
            self.asked.append(parse_qs(scope["query_string"].decode(), keep_blank_values=True)["page"][0])
            body, kind = f"{self.token}-{len(self.asked)}".encode(), b"text/plain"
        elif path == "/tall.css":
            body, kind = b"#story { height: 300px; overflow-y: auto } .entry { height: 50px }", b"text/css"
        else:
            body, kind = b"", b"text/plain"
        headers = [
            (b"content-type", kind),
            (b"content-security-policy", POLICY),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status if body else 204, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _page(self) -> str:
        cursors = json.dumps(self.held).replace('"', "&quot;")
        return f"""<!doctype html><html lang="en" data-person="1"><title>Room</title>
          <link rel="stylesheet" href="/tall.css">
          <script type="module" src="/static/js/elements/live-room.js"></script>
          <script type="module" src="/static/js/elements/keep-draft.js"></script>
          <script type="module" src="/static/js/elements/is-here.js"></script>
          <body class="desk">
          <header><nav>Room</nav><form role="search"><input name="q" value="our weak spot"></form>
          <p id="live-status"><b>!</b> <span data-live-text></span></p></header>
          <main id="room">
            <is-here person="1" data-text-here="here now" data-text-away="not here"></is-here>
            <is-here person="2" data-text-here="here now" data-text-away="not here"></is-here>
            <div id="story"><div id="timeline" {self.timeline}>{"".join(self.articles)}</div></div>
            <form action="/statements/"><textarea name="text">as saved</textarea></form>
            <form data-stream="privileged" id="deed"><textarea name="advice"></textarea></form>
            <article data-stream="privileged"><textarea name="inside"></textarea></article>
            <textarea name="outside" form="deed"></textarea>
            <form action="/entries/"><input name="source"><select name="stream"><option value="working">Team</option>
              <option value="privileged">Privileged</option></select></form>
            <form><keep-draft key="statement-5-3"><textarea name="draft"></textarea></keep-draft></form>
            <form data-stream="privileged"><keep-draft key="p"><textarea name="kept"></textarea></keep-draft></form>
          </main>
          <live-room socket-url="/ws/rooms/1/" epoch="{self.epoch}" cursors="{cursors}"
            pass="{self.token}" pass-url="/rooms/1/pass/" {TEXTS}></live-room>"""
