"""Holding one mapping of a pack against the shape it should have."""

from collections.abc import Collection, Mapping
from typing import Any

from exercises.fields import Scope, check
from exercises.lines import Table
from exercises.problems import Problems, hint

Shape = Mapping[str, Any]


class Tables:
    """Reads mappings and notes what is wrong with them, each on its line."""

    def __init__(self, problems: Problems, scope: Scope) -> None:
        self.problems, self.scope = problems, scope

    def values(self, table: Table, shape: Shape, *, needs: Collection[str], what: str) -> dict[str, Any]:
        """What is right in `table`; keys that are unknown, missing or wrong are noted and left out."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            if key not in shape:
                self.problems.add(table.line_of(key), f'{what} has no key "{key}"{hint(key, shape)}')
                continue
            try:
                found[key] = check(shape[key], value, self.scope)
            except ValueError as wrong:
                self.problems.add(table.line_of(key), f'"{key}": {wrong}')
        for key in sorted(set(needs) - table.keys()):
            self.problems.add(table.line, f'{what} needs "{key}"')
        return found

    def entries(
        self, table: Table, shape: Shape, *, needs: Collection[str], what: str
    ) -> dict[str, dict[str, Any]]:
        """The mappings in `table` by their key. One that lacks something is noted and left out."""
        found: dict[str, dict[str, Any]] = {}
        for key, part in table.items():
            if not isinstance(part, Table):
                self.problems.add(
                    table.line_of(key), f'"{key}": must be a mapping with {", ".join(sorted(needs))}'
                )
                continue
            values = self.values(part, shape, needs=needs, what=what)
            if set(needs) <= values.keys():
                found[key] = values
        return found

    def choose(self, table: Table, key: str, value: str, known: Collection[str]) -> None:
        """Notes a value that is not among the known."""
        if value not in known:
            self.problems.add(table.line_of(key), f'"{key}": there is no "{value}"{hint(value, known)}')
