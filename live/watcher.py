"""One open page."""

from collections.abc import Callable

from live.closing import Close
from live.feed import Identity
from live.offer import Offer
from live.wire import Wire


class Watcher:
    """Who looks at a room through one socket, at which page of it, and how to reach them.

    `held` is what the page held when it came.
    """

    __slots__ = (  # there may be thousands of them
        "_dismissed",
        "epoch",
        "gone",
        "held",
        "identity",
        "language",
        "page",
        "person",
        "streams",
        "wire",
    )

    def __init__(
        self, identity: Identity, offer: Offer, wire: Wire, dismissed: Callable[[Close], None], page: str = ""
    ) -> None:
        self.identity = identity
        self.person, _session_key = identity
        self.page = page
        self.epoch = offer.epoch
        self.language = offer.language
        self.streams = offer.streams
        self.held = offer.held
        self.wire = wire
        self.gone = False
        self._dismissed = dismissed

    def dismiss(self, code: Close) -> None:
        """Send nothing more; say goodbye with `code`."""
        if not self.gone:
            self.gone = True
            self.wire.cut()
            self._dismissed(code)
