from typing import Any

import pytest
from pytest_django import Settings

from live.origin import OwnOriginOnly, is_own


def handshake(
    origin: str | bytes | None, *, scheme: str = "wss", host: str = "room.example", **more: str
) -> Any:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode() if isinstance(origin, str) else origin))
    headers += [(name.replace("_", "-").encode(), value.encode()) for name, value in more.items()]
    return {"type": "websocket", "scheme": scheme, "server": ("10.0.0.1", 8000), "headers": headers}


@pytest.fixture(autouse=True)
def _hosts(settings: Settings) -> None:
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["room.example", "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = []


@pytest.mark.parametrize(
    ("origin", "scheme", "host"),
    [
        ("https://room.example", "wss", "room.example"),
        ("https://room.example:443", "wss", "room.example"),
        ("https://room.example", "wss", "room.example:443"),
        ("https://ROOM.example", "wss", "Room.Example"),
        ("https://room.example:8443", "wss", "room.example:8443"),
        ("http://room.example:8000", "ws", "room.example:8000"),
        ("http://[::1]:8000", "ws", "[::1]:8000"),
    ],
)
def test_our_own_pages_may_connect(origin: str, scheme: str, host: str) -> None:
    assert is_own(handshake(origin, scheme=scheme, host=host))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://room.example",
        "https://room.example:8443",
        "https://room.example:80",
        "https://room.example.evil.example",
        "https://evil-room.example",
        "https://evil.example",
        "https://evil.example/room.example",
        "https://room.example@evil.example",
        "https://user@room.example",
        "https://room.example/",
        "https://room.example?x",
        "https://[::1",
        "https://room.example:99999",
        "https://room.example:0",
        "https://room.example:port",
        "ftp://room.example",
        "file://",
        "room.example",
        "https://",
        "https://room.example, https://evil.example",
        b"https://\xff\xfe",
        b"https://room.example\x00",
    ],
)
def test_nobody_else_may(origin: str | bytes | None) -> None:
    assert not is_own(handshake(origin))


def test_two_origins_are_none() -> None:
    scope = handshake("https://room.example")
    scope["headers"].append((b"origin", b"https://room.example"))
    assert not is_own(scope)


def test_a_host_that_is_not_ours_is_refused_even_when_it_agrees_with_the_origin() -> None:
    assert not is_own(handshake("https://evil.example", host="evil.example"))
    assert not is_own(handshake("https://room.example", host="room.example:x"))


def test_a_proxy_says_https_only_where_it_is_believed(settings: Settings) -> None:
    scope = handshake("https://room.example", scheme="ws", x_forwarded_proto="https")
    assert not is_own(scope)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert is_own(scope)
    assert not is_own(handshake("http://room.example", scheme="ws", x_forwarded_proto="https"))


def test_a_proxy_names_the_host_only_where_it_is_believed(settings: Settings) -> None:
    scope = handshake("https://room.example", host="inner", x_forwarded_host="room.example")
    assert not is_own(scope)
    settings.USE_X_FORWARDED_HOST = True
    assert is_own(scope)


def test_trusted_origins_are_trusted_exactly(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.example:8443", "https://*.rooms.example"]
    assert is_own(handshake("https://desk.example:8443"))
    assert is_own(handshake("https://a.rooms.example"))
    for origin in (
        "https://desk.example",
        "http://desk.example:8443",
        "http://a.rooms.example",
        "https://a.rooms.example:8443",
        "https://rooms.example.evil.example",
        "https://evilrooms.example",
    ):
        assert not is_own(handshake(origin))


@pytest.mark.parametrize("origin", ["https://evil.example", "https://[::1", None])
async def test_strangers_are_refused_before_the_handshake(origin: str | None) -> None:
    async def nobody(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the room was reached")

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await OwnOriginOnly(nobody)(handshake(origin), receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]
