"""How view tests look at a page: as one person of the cast, plainly or as htmx."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from approvals.models import LastSeen, Review, Revision, SignOff, SignOffPolicy, SignOffRequest, Statement
from incidents.models import Incident, TimelineEntry

HTMX = {"HX-Request": "true"}
HIDDEN_FROM_EVERYONE = ("<script", "onerror=", "javascript:")


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(client: Client, url: str, data: dict[str, Any], *, htmx: bool = True) -> HttpResponse:
    """A form sent with a press of its own, unless `data` names one."""
    return client.post(url, {"key": str(uuid4()), **data}, headers=HTMX if htmx else {})


def html(response: HttpResponse) -> str:
    return response.content.decode()


def words(response: HttpResponse) -> str:
    """What a reader sees: no tags, blanks folded."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html(response))).split())


def address(route: URLPattern, places: dict[str, int]) -> str:
    """A route's path, its first number taken from `places` by its first word ("rooms", "statements", ...)."""
    shape = str(route.pattern)
    owner = places[shape.split("/")[0]]
    named = {"<int:pk>": owner, "<int:number>": 1, "<str:ref>": _said()}
    if "<int:policy>" in shape:
        named["<int:policy>"] = SignOffPolicy.objects.latest("pk").pk
    for name, value in named.items():
        shape = shape.replace(name, str(value))
    return f"/{shape}"


def _said() -> str:
    """The reference of what was said last about any statement."""
    review = Review.objects.select_related("entry").last()
    return review.entry.ref if review else "w1"


def everything() -> dict[str, int]:
    """How many rows there are of all that a deed about statements can make."""
    models = (
        Incident,
        TimelineEntry,
        Statement,
        Revision,
        SignOffPolicy,
        SignOffRequest,
        SignOff,
        Review,
        LastSeen,
    )
    return {model.__name__: model.objects.count() for model in models}


def words_for(revision: Revision, **changed: Any) -> dict[str, Any]:
    """An editor that holds `revision`, as its form sends it, and what was `changed` in it."""
    return {
        "text": revision.text,
        "channels": revision.channels,
        "language": revision.language,
        "citations": [cited.fact.ref for cited in revision.citations.all()],
        "based_on": revision.number,
        **changed,
    }
