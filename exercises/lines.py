"""YAML that remembers on which line everything was written."""

from typing import Any

import yaml

from common.text import CONTROL
from exercises.problems import Problems


class Table(dict[str, Any]):
    """A mapping of the file. `line` is where it starts, `lines` where each of its keys stands; from 1."""

    line: int
    lines: dict[str, int]

    @classmethod
    def empty(cls, *, line: int) -> "Table":
        """One that is not written, where it would be."""
        table = cls()
        table.line, table.lines = line, {}
        return table

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


class _Loader(yaml.SafeLoader):
    """Plain values only. Times stay text: YAML would read them without the pack's zone."""

    problems: Problems

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A few aliases of aliases stand for more text than there is memory, and no pack needs them."""
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases (*name) are not read; write it out"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
        return super().compose_node(parent, index)


def _table(loader: _Loader, node: yaml.MappingNode) -> Table:
    table = Table.empty(line=node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if CONTROL.search(key):
            loader.problems.add(line, "a name holds a control character")
        if key in table:
            loader.problems.add(line, f'"{key}" is here twice; first on line {table.lines[key]}')
        table[key], table.lines[key] = loader.construct_object(value_node, deep=True), line
    return table


_Loader.add_constructor("tag:yaml.org,2002:map", _table)


def load(text: str, problems: Problems) -> Table:
    """The file's outermost mapping. Raises PackError when it is not YAML, or not a mapping."""
    loader = _Loader(text)
    loader.problems = problems
    try:
        loaded = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        problems.add(1, f"not YAML: {error}")
    except (ValueError, RecursionError, OverflowError) as error:  # a number or a nesting beyond all measure
        problems.add(1, f"not a pack: {error}")
    else:
        if isinstance(loaded, Table):
            return loaded
        problems.add(1, "a pack is a mapping: title, cast, record, steps, …")
    problems.raise_any()
    raise AssertionError("unreachable: a problem was added")
