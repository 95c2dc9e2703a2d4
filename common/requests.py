"""A request as our views know it: signed in, and possibly from htmx."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from accounts.models import User


class Request(HttpRequest):
    """For type hints. `LoginRequiredMiddleware` has made sure of the user."""

    user: "User"  # type: ignore[assignment]
    htmx: HtmxDetails
