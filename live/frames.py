"""The words of the protocol. Every message is one line of JSON text, built here and nowhere else."""

import json
from collections.abc import Iterable, Mapping

from live.feed import Item

PROTOCOL = 1
RELOAD = '{"type":"reload"}'


def hello(epoch: str, heads: Mapping[str, int]) -> str:
    """The first frame: what there is to hold. `heads` are the numbers of the newest entries, by stream."""
    return _json({"type": "hello", "protocol": PROTOCOL, "epoch": epoch, "heads": dict(heads)})


def heartbeat(epoch: str, heads: Mapping[str, int], *, hints: bool) -> str:
    """Proof that the room was read a moment ago and that this page has been sent all of it.

    Without `hints` the room is only polled, so an entry may be late by as much as that takes.
    """
    return _json({"type": "heartbeat", "epoch": epoch, "heads": dict(heads), "hints": hints})


def entry(item: Item, language: str) -> str:
    """One entry as it stands inside an `entries` frame. Encoded once, sent many times."""
    return _json({"n": item.n, "html": item.html[language], "touched": item.touched.get(language, ())})


def entries(stream: str, epoch: str, encoded: Iterable[str]) -> str:
    """Entries of one stream, already encoded by `entry`, with consecutive numbers."""
    opening = _json({"type": "entries", "stream": stream, "epoch": epoch})
    return f'{opening[:-1]},"entries":[{",".join(encoded)}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
