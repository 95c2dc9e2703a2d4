"""A small pack for tests that need one to be wrong somewhere."""

from pathlib import Path

from exercises.pack import Pack
from exercises.reading import read_pack

SMALL = """\
title: Letter to a fan site
summary: A letter went out.
kind: legal_threat
severity: 2
time_zone: America/New_York
wording: reconstructed
cast:
  lead: {role: lead, name: Social media lead, login: lead, cleared: true}
  comms: {role: comms, name: Corporate communications, login: comms}
strands:
  url: {name: The URL, owner: lead}
record:
  opening: {when: 05:30, told: The room opens.}
staging:
  placed: Placed by us.
steps:
  - {at: 2008-12-10 05:30, by: lead, do: open_room, as: holding, source: opening}
  - at: 2008-12-10 05:31
    by: lead
    do: post_fact
    as: letter
    with:
      text: A letter went out.
    source: opening
"""
STEPS_SO_FAR = SMALL.count("\n")


def written(folder: Path, text: str, name: str = "small.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small_pack(folder: Path, more: str = "") -> Pack:
    """The small pack, with `more` steps after its own."""
    return read_pack(written(folder, SMALL + more))
