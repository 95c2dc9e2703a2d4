"""Passwords and the signing key of one data folder: made once, kept, readable by the owner only."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("signing_key", "postgres_owner", "postgres_app", "valkey")


def secrets_of(home: Path) -> dict[str, str]:
    """The folder's secrets by name; whichever is missing is made now."""
    path = home / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in NAMES if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(48) for name in missing}
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(kept, file, indent=2)
        fresh.replace(path)
    return kept
