"""Manners every page has."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class KeepNothing:
    """Marks every page `no-store`: after signing out, Back must not show a room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class OurOwnNotFound:
    """What is not there looks the same on a laptop as anywhere. With DEBUG on, Django would answer with a page that
    lists every address of the house. The innermost of all, so that what stands outside sees an answer like any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        has_no_view = response.status_code == 404 and request.resolver_match is None
        return page_not_found(request, Http404()) if has_no_view else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None
