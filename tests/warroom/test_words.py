"""Words that a person reads, said in Python, are said through gettext."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.messages import ROOT, sources

SAID = {"no", "Refused", "Stale", "ValidationError", "add_error", "messages"}
NAMED = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "error_message"}
FOR_BUILDERS = {"exercises/demo.py", "warroom/styleguide/samples.py"}
PYTHON = [
    path
    for path in sources()
    if path.suffix == ".py" and "migrations" not in path.parts and str(path) not in FOR_BUILDERS
]


def bare(tree: ast.AST) -> Iterator[str]:
    """Words in a place that people read, with nothing around them that would translate them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = node.args if name in SAID else []
        named = [each.value for each in node.keywords if each.arg in NAMED]
        for each in [*said, *named]:
            if isinstance(each, ast.JoinedStr):
                yield ast.unparse(each)
            elif isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value:
                yield each.value


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_every_sentence_can_be_translated(path: Path) -> None:
    assert list(bare(ast.parse((ROOT / path).read_text()))) == []


def test_a_bare_sentence_would_be_found() -> None:
    assert list(bare(ast.parse('no("Not now, please.")'))) == ["Not now, please."]
    assert list(bare(ast.parse('CharField(label="What is it?")'))) == ["What is it?"]
    assert list(bare(ast.parse('no(_("Not now, please."))'))) == []
