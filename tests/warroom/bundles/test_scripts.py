"""Modules, joined: what each says it needs it gets, and what the joiner does not know it refuses."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from warroom.bundles.scripts import join

JS = Path(__file__).resolve().parents[3] / "static" / "js"


@pytest.fixture
def modules(tmp_path):
    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text)
        return tmp_path / "app.js"

    return write


def test_a_module_stands_before_those_that_need_it_and_once(modules):
    joined = join(
        modules(
            app='import "./one.js";\nimport "./two.js";\n',
            one='import { kept } from "./both.js";\nuse(kept);\n',
            two='import { kept as mine, turn } from "./both.js";\nturn(mine);\n',
            both="export const kept = 1;\nexport async function turn() {}\n",
        )
    )
    assert joined.count("const kept = 1;") == 1
    assert joined.index("const kept = 1;") < joined.index("use(kept)") < joined.index("turn(mine)")
    assert "const { kept: mine, turn } = $m0;" in joined
    assert "return { kept, turn };" in joined
    assert "import" not in joined
    assert "export" not in joined


def test_two_modules_may_use_one_name(modules):
    joined = join(
        modules(
            app='import * as one from "./one.js";\nimport { two } from "./two.js";\nprint(one.one, two);\n',
            one='const here = "one";\nexport const one = here;\n',
            two='const here = "two";\nexport const two = here;\n',
        )
    )
    assert joined.count("const here") == 2
    assert run(joined) == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "export default 1;\n",
        "export let changing = 1;\n",
        "export { one };\n",
        'export * from "./one.js";\n',
        'import one from "./one.js";\n',
        'import("./one.js");\n',
        "print(import.meta.url);\n",
        "await something();\n",
    ],
)
def test_what_it_does_not_know_it_refuses(modules, text):
    with pytest.raises(ValueError, match="cannot join"):
        join(modules(app=text, one="export const one = 1;\n"))


def test_modules_that_need_each_other_are_refused(modules):
    with pytest.raises(ValueError, match="imports itself"):
        join(modules(app='import "./one.js";\n', one='import "./app.js";\n'))


def test_ours_can_be_joined_and_all_of_them_are_in_it():
    joined = join(JS / "app.js")
    for path in JS.rglob("*.js"):
        words = [line for line in path.read_text().splitlines() if not line.startswith(("import", "export"))]
        assert max(words, key=len) in joined
    subprocess.run(["node", "--check", "-"], input=joined, text=True, check=True) if which("node") else None


def run(script: str) -> list[str]:
    if not which("node"):
        pytest.skip("there is no Node to run it; a browser does, in bench/suites/budget.py")
    before, after = (
        "const said = [];\nconst print = (...words) => said.push(...words);\n",
        "console.log(JSON.stringify(said));",
    )
    answer = subprocess.run(
        ["node", "-"], input=before + script + after, text=True, check=True, capture_output=True
    )
    return list(json.loads(answer.stdout))
