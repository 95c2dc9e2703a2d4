import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
FIT = {
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "war-room.example.org",
    "DATABASE_URL": "postgresql://nobody@/nothing?host=/nonexistent",
    "REDIS_URL": "redis://nowhere/0",
}


def boot(**environ: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of their own, as a deployment would."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings; print(settings.DEBUG, settings.SECRET_KEY)",
        ],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "warroom.settings", **environ},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_the_default_and_starts_when_all_is_set():
    assert boot(**FIT).stdout.startswith("False ")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "insecure-development-key"}, "SECRET_KEY is a default or too short"),
        ({"SECRET_KEY": "change-me-" + "x" * 60}, "SECRET_KEY is a default or too short"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set."),
        ({"ALLOWED_HOSTS": "war-room.example.org,*"}, "ALLOWED_HOSTS holds a wildcard"),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS holds a wildcard"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set."),
        ({"REDIS_URL": ""}, "REDIS_URL is not set."),
        ({"DEBUG": "1"}, "DEBUG is on"),
    ],
)
def test_production_refuses_in_a_plain_sentence(fault, sentence):
    refused = boot(**FIT | {"WARROOM_ENV": "production"} | fault)
    assert refused.returncode != 0
    assert (
        f"ImproperlyConfigured: The war-room will not start in production like this. {sentence}"
        in refused.stderr
    )


def test_every_fault_is_named_at_once():
    refused = boot()
    assert all(f"{name} is not set." in refused.stderr for name in FIT)


def test_a_secret_may_be_mounted_as_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("f" * 64)
    given = {name: value for name, value in FIT.items() if name != "SECRET_KEY"}
    assert boot(**given, SECRET_KEY_FILE=str(secret)).stdout.strip() == "False " + "f" * 64


def test_a_laptop_without_a_database_reaches_nobody_elses():
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings; print(settings.DATABASES['default']['HOST'])",
        ],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "warroom.settings", "DEBUG": "1"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "/nonexistent"
