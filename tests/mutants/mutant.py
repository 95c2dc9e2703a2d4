"""One bug on purpose."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """`broken` instead of `sound` in the file at `path`; one of the tests in `caught_by` must fail then."""

    name: str
    path: str
    sound: str
    broken: str
    caught_by: tuple[str, ...]

    def apply(self, root: Path) -> None:
        """Raises ValueError unless `sound` stands in the file exactly once: then the mutant is out of date."""
        file = root / self.path
        text = file.read_text()
        if text.count(self.sound) != 1:
            raise ValueError(f"{self.name}: found {text.count(self.sound)} times in {self.path}, not once")
        file.write_text(text.replace(self.sound, self.broken))
