"""A manner every page has."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepNothing:
    """Marks every page `no-store`: after signing out, Back must not show a room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
