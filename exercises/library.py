"""Every pack that can be played here: those that ship, and those that somebody imported."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from exercises.models import ImportedPack
from exercises.pack import Pack
from exercises.problems import PackError
from exercises.reading import read_text
from exercises.shelf import shelf


@dataclass(frozen=True)
class Volume:
    """One pack with where it came from. `imported` is None for one that ships."""

    pack: Pack
    imported: ImportedPack | None = None

    @property
    def slug(self) -> str:
        return self.pack.slug

    @property
    def length(self) -> timedelta:
        """Of the story, from its first step to its last."""
        return self.pack.steps[-1].at - self.pack.steps[0].at


@lru_cache(maxsize=64)
def read(text: str, slug: str) -> Pack:
    """As often as it is played and listed. Raises PackError."""
    return read_text(text, file=f"{slug}.yaml", slug=slug)


def volumes() -> list[Volume]:
    """Those that ship, then the latest version of each that was imported, both by title. One that was right when it
    was imported and can no longer be read is left out."""
    shipped = [Volume(read(path.read_text(encoding="utf-8"), path.stem)) for path in _shipped()]
    imported = ImportedPack.objects.newest().select_related("imported_by")
    return [*shipped, *filter(None, map(_volume_of, imported))]


def _volume_of(imported: ImportedPack) -> Volume | None:
    try:
        return Volume(read(imported.text, imported.slug), imported)
    except PackError:
        return None


def ships(slug: str) -> bool:
    return any(path.stem == slug for path in _shipped())


def reopen(slug: str, imported: int | None) -> Pack:
    """The pack that somebody chose once. Raises LookupError when it is no longer there, PackError when it no longer
    can be read."""
    if imported is not None:
        if (row := ImportedPack.objects.filter(pk=imported).first()) is None:
            raise LookupError(slug)
        return read(row.text, row.slug)
    path = next((path for path in _shipped() if path.stem == slug), None)
    if path is None:
        raise LookupError(slug)
    return read(path.read_text(encoding="utf-8"), slug)


def _shipped() -> list[Path]:
    return sorted(shelf().glob("*.yaml"))
