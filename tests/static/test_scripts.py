"""Behaviour: one small element per file, all of them loaded, none of them asking for more than the policy gives."""

import re
from pathlib import Path

import pytest

JS = Path(__file__).resolve().parents[2] / "static" / "js"
ELEMENTS = sorted((JS / "elements").glob("*.js"))
APP = (JS / "app.js").read_text()


@pytest.mark.parametrize("path", ELEMENTS, ids=lambda path: path.stem)
def test_a_file_defines_the_element_it_is_named_for(path):
    assert f'customElements.define("{path.stem}"' in path.read_text()
    assert f'import "./elements/{path.name}";' in APP


@pytest.mark.parametrize("path", sorted(JS.rglob("*.js")), ids=lambda path: path.stem)
def test_nothing_asks_for_eval_or_inline_style(path):
    assert not re.search(r"\beval\(|new Function|\.style\.cssText|setAttribute\([\"']style", path.read_text())


@pytest.mark.parametrize("path", sorted(JS.rglob("*.js")), ids=lambda path: path.stem)
def test_every_import_is_there(path):
    for target in re.findall(r'(?:from|import) "(\.[^"]+)"', path.read_text()):
        assert (path.parent / target).is_file()
