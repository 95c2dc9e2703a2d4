"""Two probes, answered before anything else: no host check, session, redirect or log line comes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from warroom.health.checks import ask_all


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers, and asks nobody: the web must not be killed because the database is away."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every part is there, else 503; one line per part either way."""
    well, lines = ask_all()
    response = JsonResponse({"ready": well, **lines}, status=200 if well else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark; a probe asks all day
    return response


PROBES = {"/healthz": healthz, "/readyz": readyz}


class Probes:
    """First in MIDDLEWARE, since a probe calls from inside: by address, over plain HTTP, signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = PROBES.get(request.path_info, self.get_response)
        return answer(request)
