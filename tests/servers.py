"""A pytest plugin, loaded before the settings are: the servers that tests talk to.

Postgres is started once, by the first process; pytest-xdist's workers inherit its address and make
a database each. Valkey costs 20 ms, so every process has its own: channels know no numbered databases.
"""

import os
import shutil
import tempfile
from pathlib import Path

from warroom.embedded.postgres import Postgres
from warroom.embedded.secrets import secrets_of
from warroom.embedded.valkey import Valkey

# Nothing here has to survive a power cut.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "200",
}

_home = Path(tempfile.mkdtemp(prefix="warroom-test-"))
(_home / "log").mkdir()
_secrets = secrets_of(_home)
_postgres: Postgres | None = None
_valkey = Valkey(_home, _secrets["valkey"])

os.environ["DEBUG"] = "1"
os.environ["SECRET_KEY"] = _secrets["signing_key"]
if "WARROOM_TEST_POSTGRES" not in os.environ:
    _postgres = Postgres(
        _home, owner=_secrets["postgres_owner"], app=_secrets["postgres_app"], settings=QUICK
    )
    _postgres.start()
    os.environ["WARROOM_TEST_POSTGRES"] = _postgres.url
os.environ["DATABASE_URL"] = os.environ["WARROOM_TEST_POSTGRES"]
_valkey.start()
os.environ["REDIS_URL"] = _valkey.url


def pytest_unconfigure() -> None:
    if _valkey.child:
        _valkey.child.stop()
    if _postgres:
        _postgres.stop()
        # For root it may live outside the home.
        shutil.rmtree(_postgres.folder, ignore_errors=True)
    shutil.rmtree(_home, ignore_errors=True)
