"""What a page says about itself when it knocks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.conf import settings

from live.frames import PROTOCOL

NAME = f"warroom.{PROTOCOL}"
HELD = re.compile(r"held\.([a-z]{1,20})\.([0-9]{1,18})")


@dataclass(frozen=True)
class Offer:
    """The history a page holds: its epoch, and the newest number per stream it shows.

    It travels as WebSocket subprotocols (`warroom.1`, `epoch.<uuid>`, `language.ko`, `held.working.12`,
    `pass.<token>`) and not in the URL, because servers and proxies log URLs, and even the count of privileged
    entries is private.
    """

    epoch: str
    language: str
    held: dict[str, int]
    token: str

    @property
    def streams(self) -> frozenset[str]:
        return frozenset(self.held)

    @classmethod
    def parse(cls, subprotocols: Sequence[str]) -> Self:
        """Never fails: a page that speaks another protocol holds nothing we know, and will have to reload."""
        said = dict(token.partition(".")[::2] for token in subprotocols if not token.startswith("held."))
        language = said.get("language", "")
        held = [match.groups() for token in subprotocols if (match := HELD.fullmatch(token))]
        return cls(
            epoch=said.get("epoch", ""),
            language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
            held={stream: int(n) for stream, n in held} if NAME in subprotocols else {},
            token=said.get("pass", ""),
        )
