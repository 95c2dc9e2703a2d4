"""Hashed names for production: every file that names another names one that exists."""

import json

from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.management import call_command
from django.test import override_settings


def test_files_collect_under_hashed_names(tmp_path):
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command(Command(), interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    sheet = (tmp_path / paths["css/app.css"]).read_text()
    assert paths["css/tokens.css"].removeprefix("css/") in sheet
    fonts = (tmp_path / paths["css/fonts.css"]).read_text()
    assert paths["vendor/source-serif-4/latin.woff2"].rpartition("/")[2] in fonts
