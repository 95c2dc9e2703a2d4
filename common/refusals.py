"""What a browser gets when a deed was refused: one sentence, in the page's notice, and the form left as it is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.verdicts import Refused


def notice(request: HttpRequest, template: str, context: dict[str, object], *, status: int) -> HttpResponse:
    """`template` as the page's notice for htmx, which leaves what was typed where it is; else as a page."""
    if request.headers.get("HX-Request"):
        response = render(request, f"components/_{template}.html", context, status=status)
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, f"{template}.html", context, status=status)


class RefusalMiddleware:
    """Turns `Refused` from any action into 409 with its reason. Views need not catch what they cannot mend."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return notice(request, "refused", {"reason": exception.reason}, status=409)
