"""The environment. Every variable also has a `NAME_FILE` twin, for secrets that are mounted as files."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.FileAwareEnv()
