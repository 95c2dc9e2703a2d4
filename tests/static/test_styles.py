"""The look, as far as it can be computed: small, whole, readable, and serif for public words only."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
SHEETS = {path.name: path.read_text() for path in CSS.glob("*.css")}
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall(SHEETS["tokens.css"])}
GROUNDS = ["desk", "paper", "sheet"]
SCHEMES = [0, 1]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    *product(["ink", "ink-2", "ink-3", "signal", "signed", "waiting", "refuted", "priv"], GROUNDS),
    *product(["ink", "ink-2", "ink-3", "signal"], ["signal-wash"]),
    *product(["ink", "ink-2", "ink-3"], ["waiting-wash", "priv-wash"]),
    ("waiting", "waiting-wash"),
    ("priv", "priv-wash"),
    ("on-signal", "signal"),
    ("paper", "ink"),
]


@pytest.mark.parametrize(
    ("text", "ground", "scheme"), [(*pair, scheme) for pair in TEXT for scheme in SCHEMES]
)
def test_words_can_be_read(text, ground, scheme):
    assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize(("ground", "scheme"), [*product(GROUNDS, SCHEMES)])
def test_edges_can_be_seen(ground, scheme):
    assert contrast(TOKENS["edge"][scheme], TOKENS[ground][scheme]) >= 3


def test_every_sheet_is_imported_and_every_import_is_there():
    imported = re.findall(r'@import url\("(\w+\.css)"\)', SHEETS["app.css"])
    assert sorted(imported) == sorted(SHEETS.keys() - {"app.css"})


def test_every_import_has_a_layer_of_the_declared_order():
    declared = re.search(r"@layer ([\w, ]+);", SHEETS["app.css"])[1].split(", ")
    layers = re.findall(r"@import .*? layer\((\w+)\);", SHEETS["app.css"])
    assert len(layers) == SHEETS["app.css"].count("@import")
    assert set(layers) <= set(declared)


def test_serif_is_the_public_voice_and_nothing_else():
    """Only what the public reads, or will read, may use the serif tokens."""
    public = {
        *(".public", ".proof-words", ".editor-words"),
        *(".own-text > .public", ".links-row > .public", ".passage-public .public"),
    }
    rules = re.findall(
        r"([^{}]+)\{([^{}]*)\}", "".join(SHEETS[name] for name in SHEETS if name != "tokens.css")
    )
    used = {
        selector.strip().split("*/")[-1].strip()
        for selector, body in rules
        if re.search(r"var\(--(public|proof|sent)\)", body)
    }
    assert used == public


def test_every_colour_is_a_token():
    """One place decides, or dark mode is forgotten. Two exceptions: text on the signed green."""
    loose = {
        name: re.findall(r"#[0-9a-f]{3,8}\b", sheet) for name, sheet in SHEETS.items() if name != "tokens.css"
    }
    assert {name: colours for name, colours in loose.items() if colours} == {
        "state.css": ["#ffffff", "#0d1016"],
        "strip.css": ["#ffffff", "#0d1016"],
    }


def test_every_variable_is_defined():
    defined = set(re.findall(r"--[\w-]+(?=:)", "".join(SHEETS.values())))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(SHEETS.values())))
    assert used <= defined
