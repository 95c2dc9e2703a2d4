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
    values = {each.name: payload[each.name] for each in fields(Figures) if each.name in payload}
    plain = {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in values.items()
    }
    return Figures(
        **plain
        | {
            "sign_off_waits": tuple(
                DeskWait(
                    role=Role(wait["role"]),
                    count=wait["count"],
                    median=timedelta(seconds=wait["median"]),
                    longest=timedelta(seconds=wait["longest"]),
                )
                for wait in payload.get("sign_off_waits", ())
            ),
            "counts": tuple(Count(**count) for count in payload.get("counts", ())),
            "net": Count(**payload["net"]) if payload.get("net") else None,
            "reported": Reported(**payload.get("reported", {})),
        }
    )
