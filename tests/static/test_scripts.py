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


@pytest.mark.parametrize("path", sorted(JS.rglob("*.js")), ids=lambda path: path.stem)
def test_every_word_a_person_reads_comes_from_the_page(path):
    """Scripts have no words of their own: those are translated, and scripts are not."""
    code = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    places = r"textContent|innerText|title|ariaLabel|placeholder|alt|\"aria-label\""
    shown = rf"(?:{places})\s*[=:,]\s*[\"'`][^\"'`]*[A-Za-z]{{2}}"
    assert not re.findall(shown, re.sub(r"\$\{[^}]*\}", "", code))
    sentence = r"[\"'`]([A-Z][a-z]+(?: [\w’'.,…-]+)+)[\"'`]"
    assert not re.findall(sentence, code)
