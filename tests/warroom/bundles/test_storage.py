"""What collectstatic leaves for production: one stylesheet and one script under hashed names, and they stay small."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.management import call_command
from django.test import override_settings

STORAGES = {"staticfiles": {"BACKEND": "warroom.bundles.storage.BundledStorage"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
        call_command(Command(), interactive=False, verbosity=0)
        call_command(
            Command(), interactive=False, verbosity=0
        )  # as on the next deployment: nothing of the first is left
    paths = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return lambda name: folder / paths[name]


def test_the_stylesheet_imports_nothing_and_keeps_its_layers(collected):
    sheet = collected("css/app.css").read_text()
    assert "@import" not in sheet
    assert re.findall(r"@layer [\w,]+;", sheet) or sheet.index("@layer fonts{") < sheet.index(
        "@layer tokens{"
    )
    assert "light-dark(#" in sheet


def test_the_script_imports_nothing(collected):
    script = collected("js/app.js").read_text()
    assert not re.search(r"^\s*import\b", script, re.MULTILINE)
    assert 'customElements.define("live-room"' in script


@pytest.mark.parametrize("name", ["css/app.css", "fonts/hangul.css"])
def test_every_font_that_is_named_is_there_under_its_hashed_name(collected, name):
    sheet = collected(name)
    named = re.findall(r'url\("?([^")]+)"?\)', sheet.read_text())
    assert named
    for url in named:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", url)
        assert (sheet.parent / url).is_file()


def test_all_of_it_stays_small(collected):
    def packed(path: Path) -> int:
        return len(gzip.compress(path.read_bytes()))

    assert packed(collected("css/app.css")) + packed(collected("fonts/hangul.css")) < 30_000
    assert packed(collected("js/app.js")) + packed(collected("vendor/htmx/htmx.min.js")) < 60_000
    assert packed(collected("fonts/room-sans.woff2")) + packed(collected("fonts/public-serif.woff2")) < 62_000


def test_the_faces_of_one_family_have_one_range_of_weights(collected):
    """Or a browser takes one of them for a weight, and never looks for a letter in the others."""
    faces = re.findall(
        r"@font-face\{[^}]*\}", "".join(collected(n).read_text() for n in ("css/app.css", "fonts/hangul.css"))
    )
    room = [face for face in faces if re.search(r'font-family:"?Room Sans"?;', face)]
    assert len(room) > 80
    assert {re.search(r"font-weight:([\d ]+)", face)[1] for face in room} == {"400 700"}
