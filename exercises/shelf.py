"""The packs that ship with the house."""

from pathlib import Path

from django.conf import settings

from exercises.pack import Pack
from exercises.problems import hint
from exercises.reading import read_pack


def shelf() -> Path:
    return Path(settings.BASE_DIR) / "scenarios"


def find_pack(name: str) -> Pack:
    """The pack called `name`, or the one in the file `name` when that ends in .yaml.

    Raises LookupError when there is none, PackError when it cannot be played as it is written.
    """
    path = Path(name) if name.endswith(".yaml") else shelf() / f"{name}.yaml"
    if not path.is_file():
        raise LookupError(f'no pack "{name}"{hint(name, (each.stem for each in shelf().glob("*.yaml")))}')
    return read_pack(path)
