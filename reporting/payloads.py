"""Figures as JSON primitives and back, so that the entry which closes a room keeps them as they stood."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from incidents.models import Role
from reporting.figures import Figures
from reporting.reach import Count
from reporting.reported import Reported
from reporting.waits import DeskWait


def to_payload(figures: Figures) -> dict[str, Any]:
    """Times as ISO 8601, lengths of time in seconds."""
    values = {each.name: getattr(figures, each.name) for each in fields(figures)}
    plain = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
    return plain | {
        "sign_off_waits": [
            {
                "role": wait.role.value,
                "count": wait.count,
                "median": round(wait.median.total_seconds()),
                "longest": round(wait.longest.total_seconds()),
            }
            for wait in figures.sign_off_waits
        ],
        "counts": [count.to_payload() for count in figures.counts],
        "net": figures.net.to_payload() if figures.net else None,
        "reported": figures.reported.to_payload(),
    }


def from_payload(payload: Mapping[str, Any]) -> Figures:
    """The figures that were stored. Those added since then are absent from it and take their defaults."""
    stored: dict[str, Any] = {}
    for name in {each.name for each in fields(Figures)} & payload.keys():
        value = payload[name]
        stored[name] = datetime.fromisoformat(value) if name.endswith("_at") and value else value
    stored["sign_off_waits"] = tuple(_wait(wait) for wait in payload.get("sign_off_waits", ()))
    stored["counts"] = tuple(Count(**count) for count in payload.get("counts", ()))
    stored["net"] = Count(**payload["net"]) if payload.get("net") else None
    stored["reported"] = Reported(**payload.get("reported", {}))
    return Figures(**stored)


def _wait(stored: Mapping[str, Any]) -> DeskWait:
    return DeskWait(
        role=Role(stored["role"]),
        count=stored["count"],
        median=timedelta(seconds=stored["median"]),
        longest=timedelta(seconds=stored["longest"]),
    )
