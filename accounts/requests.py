"""A request as our views know it: signed in, and possibly from htmx."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """For type hints. `LoginRequiredMiddleware` has made sure of the user."""

    user: User
    htmx: HtmxDetails
