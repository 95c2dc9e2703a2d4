"""Words that can be found again wherever they have come to."""

from itertools import count
from random import SystemRandom

ALPHABET = "abcdefghijkmnpqrstuvwxyz"


class Marks:
    """`secret` is in every privileged text of one run and nowhere else in the world."""

    def __init__(self) -> None:
        # Not from the seed: two runs at once on one machine must not find each other's.
        self.secret = "canary" + "".join(SystemRandom().choices(ALPHABET, k=16))
        self._count = count(1)

    def next(self, stream: str) -> str:
        word = self.secret if stream == "privileged" else "plain"
        return f"{word} {stream} {next(self._count)}"

    def found_in(self, text: str | bytes) -> bool:
        if isinstance(text, bytes):
            return self.secret.encode() in text
        return self.secret in text
