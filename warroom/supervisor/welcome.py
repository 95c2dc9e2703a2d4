"""What a newcomer reads when it is truly ready."""

from pathlib import Path

LOGINS = {
    "lead": "Social media lead",
    "comms": "Corporate communications",
    "counsel": "Associate General Counsel",
    "support": "Customer service",
    "executive": "Management",
}


def welcome(*, address: str, home: Path, seconds: float) -> str:
    logins = "\n".join(f"      {name:<12}{title}" for name, title in LOGINS.items())
    return f"""
  The war-room is open (after {seconds:.0f} s).

    {address}

    Sign in as one of these, each in a browser or private window of its own.
    The password is warroom.

{logins}

    This is a local demo with DEBUG on: not for the internet.
    Data and logs are in {home}
    Ctrl-C stops everything. The data stays.
"""
