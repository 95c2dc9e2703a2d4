"""What `bin/run` leaves for other commands of the same checkout, so that `manage.py` finds its servers."""

import json
import os
from collections.abc import MutableMapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def home_folder(environ: MutableMapping[str, str]) -> Path:
    """The data folder: WARROOM_HOME, or `.warroom` in the checkout."""
    return Path(environ.get("WARROOM_HOME") or CHECKOUT / ".warroom").expanduser().absolute()


def environment_file(home: Path) -> Path:
    return home / "run" / "environment.json"


def write_environment(home: Path, values: dict[str, str]) -> None:
    """Leave the values for other commands, readable by the owner only (there are passwords in it)."""
    path = environment_file(home)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(values, file)


def borrow_environment(environ: MutableMapping[str, str]) -> None:
    """Fill in what a running `bin/run` uses, unless the caller names a database of their own."""
    if environ.get("DATABASE_URL") or environ.get("DATABASE_URL_FILE"):
        return
    path = environment_file(home_folder(environ))
    if path.exists():
        for name, value in json.loads(path.read_text()).items():
            environ.setdefault(name, value)
