"""Django's HTTP, from the first middleware to the view and back in one thread."""

from collections.abc import Callable

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware


class Site(ASGIHandler):
    """All our middleware and views are synchronous. Django would change between the event loop and the request's
    thread at every middleware that could do either, nine times on the way in and out, and each change waits for
    the other's turn. Here a request goes into its thread once."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


class StaticFiles:
    """ServeStatic's middleware, which is asynchronous, asked about static files and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response
        self._files = ServeStaticMiddleware(sync_to_async(get_response))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.STATIC_URL):
            return async_to_sync(self._files)(request)
        return self._next(request)
