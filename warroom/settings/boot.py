"""What production refuses to start with."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from environ import Env

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL")

# Long enough that guessing is hopeless, and none of the keys that stand in public files.
SHORTEST_KEY = 50
KEYS_EVERYONE_KNOWS = ("insecure", "change-me", "changeme", "secret")


def refuse_unsafe(env: Env, *, debug: bool, secret_key: str, hosts: Sequence[str]) -> None:
    """Raise ImproperlyConfigured, naming every fault at once, unless this is fit for production."""
    faults = []
    if debug:
        faults.append("DEBUG is on: it shows everybody what is inside.")
    for name in REQUIRED:
        if not env.str(name, default=""):
            faults.append(f"{name} is not set.")
    if secret_key and (len(secret_key) < SHORTEST_KEY or secret_key.startswith(KEYS_EVERYONE_KNOWS)):
        faults.append(
            f"SECRET_KEY is a default or too short: use at least {SHORTEST_KEY} random characters, "
            "for example from `openssl rand -base64 48`."
        )
    if any("*" in host or host.startswith(".") for host in hosts):
        faults.append("ALLOWED_HOSTS holds a wildcard: name the hosts people will use.")
    if faults:
        raise ImproperlyConfigured(
            "The war-room will not start in production like this. "
            + " ".join(faults)
            + " (See .env.example; on your own machine, bin/run needs none of it.)"
        )
