from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

from common.refusals import notice


class SignInMiddleware(LoginRequiredMiddleware):
    """Everything needs a signed-in person unless it says otherwise.

    A form whose session has run out is answered with a notice beside it, not with a sign-in page in its
    place: what was typed stays, and after signing in elsewhere the same button works.
    """

    def handle_no_permission(  # type: ignore[override]  # the stubs know only the redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            return notice(request, "signed_out", {}, status=401)
        return super().handle_no_permission(request, view_func)
