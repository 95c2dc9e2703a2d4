"""A page of a room as a browser keeps it: loaded once, then told what changed (static/js/elements/live-room.js)."""

import re
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from accounts.models import User
from incidents import rendering
from incidents.feed import RoomFeed
from incidents.models import Incident
from live.feed import Question
from tests.articles import articles_in

OLDER = re.compile(r'id="older" hx-get="([^"]+)"')
AT = re.compile(r'data-at="([^"]+)"')


@dataclass
class Reader:
    """Someone who looks on, in their own language and their own time zone."""

    person: User
    language: str = "en"
    zone: str = "UTC"
    browser: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.browser.force_login(self.person)

    def __str__(self) -> str:
        return f"{self.person.username} ({self.language}, {self.zone})"

    def browse(self, path: str) -> str:
        forget()
        with timezone.override(self.zone):
            response = self.browser.get(
                path, headers={"Accept-Language": self.language, "HX-Request": "true"}
            )
        assert response.status_code == 200, path
        return str(response.content.decode())


@dataclass
class Page:
    """The articles on the page by their refs, in the order of the page; and the newest number held per stream."""

    room: Incident
    reader: Reader
    cursors: dict[str, int] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, room: Incident, reader: Reader) -> "Page":
        """A page of before the room's first entry."""
        place = room.participant(reader.person)
        assert place is not None
        return cls(room, reader, cursors={str(stream): 0 for stream in place.streams})

    @classmethod
    def loaded(cls, room: Incident, reader: Reader) -> "Page":
        """A page as the server draws it now, scrolled up to the beginning."""
        page = cls.blank(room, reader)
        heads = Incident.objects.get(pk=room.pk).heads()
        page.cursors = {stream: heads[stream] for stream in page.cursors}
        path = f"/rooms/{room.pk}/timeline/"
        while path:
            html = reader.browse(path)
            page.articles = articles_in(html) | page.articles
            older = OLDER.search(html)
            path = older[1].replace("&amp;", "&") if older else ""
        return page

    def listen(self) -> None:
        """Take whatever the hub has for this reader since the last time."""
        forget()
        language = self.reader.language
        question = Question(self.cursors, -1, -1, set(), set(), [language])
        snapshot = RoomFeed().read(self.room.pk, question)
        assert snapshot is not None and snapshot.rights is not None
        mine = snapshot.rights[self.reader.person.pk]
        for item in sorted(snapshot.items, key=lambda item: item.n):
            assert item.stream in mine  # it asked for no other
            assert item.n == self.cursors[item.stream] + 1
            self.cursors[item.stream] = item.n
            self.insert(item.html[language])
            for touched in item.touched[language]:
                self.replace(touched)

    def insert(self, html: str) -> None:
        """Where its moment belongs; never twice."""
        self.articles = dict(
            sorted((articles_in(html) | self.articles).items(), key=lambda each: moment(each[1]))
        )

    def replace(self, html: str) -> None:
        """In the place of its older look; an entry that is not on the page stays off it."""
        for ref, article in articles_in(html).items():
            if ref in self.articles:
                self.articles[ref] = article


def forget() -> None:
    """Draw every entry anew, as another process would: what one of them remembers must not hide a difference."""
    rendering.render.cache_clear()


def moment(article: str) -> str:
    found = AT.search(article)
    assert found
    return found[1]


def differences(held: Page, fresh: Page) -> list[str]:
    """What the two pages do not have in common, by refs and to the byte. Empty when they have converged."""
    found = [
        ref
        for ref in {**held.articles, **fresh.articles}
        if held.articles.get(ref) != fresh.articles.get(ref)
    ]
    if not found and list(held.articles) != list(fresh.articles):
        found.append("their order")
    return found
