"""What was asked of the house, and what it said it had done."""

import json
from dataclasses import asdict, dataclass, field
from secrets import token_urlsafe
from time import time
from uuid import uuid4

from tests.faults.marks import Marks


@dataclass
class Deed:
    """One press of a button: its key goes with every attempt, so that it is one entry however often it is sent.

    Times are seconds since 1970; `acknowledged_at` is when the answer 201 was read, None: never.
    """

    who: str
    path: str
    stream: str
    form: dict[str, str]
    pressed_at: float = field(default_factory=time)
    acknowledged_at: float | None = None
    answers: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.form["key"]


class Ledger:
    """Every deed of a scene, in the order of pressing."""

    def __init__(self, marks: Marks) -> None:
        self.deeds: list[Deed] = []
        self._marks = marks

    def note(self, who: str, room: int, stream: str, *, padding: int = 0) -> Deed:
        """Somebody presses "post": whatever is privileged carries a mark that can be found anywhere.

        `padding`: so many characters more, which no compression makes fewer.
        """
        text = f"{self._marks.next(stream)} {token_urlsafe(padding)[:padding]}"
        form = {"type": "note", "text": text.strip(), "stream": stream, "key": self.new_key()}
        return self._enter(Deed(who, f"/rooms/{room}/entries/", stream, form))

    def fact(self, who: str, room: int, stream: str) -> Deed:
        form = {"type": "fact", "text": self._marks.next(stream), "stream": stream, "key": self.new_key()}
        return self._enter(Deed(who, f"/rooms/{room}/entries/", stream, form))

    def confirmation(self, who: str, room: int, stream: str, ref: str) -> Deed:
        """Confirm the fact `ref`, which changes how that entry looks, too."""
        form = {"source": self._marks.next(stream), "key": self.new_key()}
        return self._enter(Deed(who, f"/rooms/{room}/entries/{ref}/confirmation/", stream, form))

    def new_key(self) -> str:
        return str(uuid4())  # never from the seed: a key that comes again is an old deed

    @property
    def acknowledged(self) -> list[Deed]:
        return [deed for deed in self.deeds if deed.acknowledged_at is not None]

    def lines(self) -> str:
        """As JSONL, for whoever looks into a failure."""
        return "\n".join(json.dumps(asdict(deed), sort_keys=True) for deed in self.deeds)

    def _enter(self, deed: Deed) -> Deed:
        self.deeds.append(deed)
        return deed
