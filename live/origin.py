"""Which pages may open a socket: ours, on exactly this scheme, host and port."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest  # noqa: TID251  the handshake is an HTTP request, judged by the same settings
from django.utils.http import is_same_domain

DEFAULT_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class OwnOriginOnly:
    """ASGI middleware for the WebSocket side. Everyone else is refused before the handshake is answered.

    Browsers let any page open a socket anywhere, cookies included, so this check is what CSRF tokens are to a
    POST. Channels' own compares hosts only; a page on another port or over plain HTTP is another page.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await (self._app if is_own(scope) else deny)(scope, receive, send)


async def deny(scope: Any, receive: Any, send: Any) -> None:
    """An ASGI application that refuses the handshake (the browser sees 403)."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def is_own(scope: Any) -> bool:
    """Whether the handshake comes from a page of ours, or from one of CSRF_TRUSTED_ORIGINS."""
    headers = [value for name, value in scope["headers"] if name == b"origin"]
    if len(headers) != 1:
        return False
    origin = _parse(headers[0].decode("latin-1"))
    if origin is None:
        return False
    return origin == _here(scope) or any(_allows(each, origin) for each in settings.CSRF_TRUSTED_ORIGINS)


def _parse(text: str) -> Origin | None:
    """The origin in this text, or None: `null`, a path, a login or anything malformed is nobody's origin."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or not bare or port == 0:
        return None
    return parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme]


def _here(scope: Any) -> Origin | None:
    """Our own origin as this request sees it; None when its Host is not one of ALLOWED_HOSTS."""
    request = Handshake(scope)
    try:
        return _parse(f"{request.scheme}://{request.get_host()}")
    except DisallowedHost:
        return None


def _allows(trusted: str, origin: Origin) -> bool:
    """Whether a setting such as `https://a.example` or `https://*.example` means this origin."""
    pattern = _parse(trusted.replace("://*.", "://", 1))
    if pattern is None or "://*." not in trusted:
        return pattern == origin
    scheme, host, port = origin
    return (scheme, port) == (pattern[0], pattern[2]) and is_same_domain(host, f".{pattern[1]}")


class Handshake(HttpRequest):
    """Just enough of a request for Django to apply ALLOWED_HOSTS and the proxy settings."""

    def __init__(self, scope: Any) -> None:
        super().__init__()
        self._secure = scope.get("scheme") == "wss"
        for name, value in scope["headers"]:
            self.META["HTTP_" + name.decode("latin-1").upper().replace("-", "_")] = value.decode("latin-1")
        server = scope.get("server") or ("", None)
        self.META["SERVER_NAME"], self.META["SERVER_PORT"] = server[0], str(server[1] or "")

    def _get_scheme(self) -> str:
        return "https" if self._secure else "http"
