from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from common.refusals import notice


class LanguageMiddleware(LocaleMiddleware):
    """Speaks the language a person has chosen; of those who have not, the one in their cookie, then the one
    their browser asks for. It has to know who is asking, so it stands behind what finds that out."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        chosen = getattr(request.user, "language", "")
        if chosen and translation.check_for_language(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything needs a signed-in person unless it says otherwise.

    A form whose session has run out is answered with a notice beside it, or without htmx with a page that says
    so, never with a sign-in page in its place: what was typed stays, and after signing in the same button works.
    """

    def handle_no_permission(  # type: ignore[override]  # the stubs know only the redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        return notice(request, "signed_out", {"next": page_before(request)}, status=401)


def page_before(request: HttpRequest) -> str:
    """The address of our own page that the form was on; empty when the browser does not say, or it was
    another site's. The form's own address would be no page to come back to."""
    before = urlsplit(request.headers.get("Referer", ""))
    if (before.scheme, before.netloc) != (request.scheme, request.get_host()):
        return ""
    return urlunsplit(("", "", before.path, before.query, ""))
