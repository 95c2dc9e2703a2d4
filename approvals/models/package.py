import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

# What digests have covered from the first day on. The rest is in one only when it says something, so that the
# digests of earlier days stand.
ALWAYS = frozenset({"attachments", "channels", "citations", "language", "text"})


@dataclass(frozen=True)
class Package:
    """Exactly what a sign-off covers. Whatever is not in here can change without asking anyone again."""

    text: str
    channels: tuple[str, ...]
    language: str
    citations: tuple[tuple[str, str], ...]  # (the fact's reference, its wording), in order
    attachments: tuple[tuple[str, str], ...] = ()  # (name, SHA-256 of the content), in order
    texts: tuple[tuple[str, str], ...] = ()  # (channel, its own words), by channel
    legal_text: str = ""
    links: tuple[
        tuple[int, int], ...
    ] = ()  # (paragraph of `text`, paragraph of `legal_text` it rests on), from 0
    embargo_until: datetime | None = None
    valid_until: datetime | None = None
    spokespeople: tuple[int, ...] = ()  # ids of people

    @property
    def sha256(self) -> str:
        """64 hex digits over the canonical JSON of it all.

        The latest migration with an `approvals_fingerprint` computes the same in Postgres; change both or
        neither.
        """
        said = {name: value for name, value in asdict(self).items() if value or name in ALWAYS}
        canonical = json.dumps(
            said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_moment
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def _moment(value: Any) -> str:
    """A datetime in UTC, to the microsecond."""
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} cannot be signed")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
