import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Package:
    """Exactly what a sign-off covers. Whatever is not in here can change without asking anyone again."""

    text: str
    channels: tuple[str, ...]
    language: str
    citations: tuple[tuple[str, str], ...]  # (the fact's reference, its wording), in order
    attachments: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """64 hex digits over the canonical JSON of it all.

        Migration 0002_fingerprint computes the same in Postgres; change both or neither.
        """
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
