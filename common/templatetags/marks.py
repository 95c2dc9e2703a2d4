"""The small marks every page uses: icons, moments, spans of time."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

register = template.Library()


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> SafeString:
    attributes = {"class": "icon", "stroke_width": "1.75", "aria_hidden": "true", "focusable": "false"}
    return SafeString(lucide(name, size=size, **attributes))


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A Lucide icon as inline SVG, `size` in CSS pixels, silent to screen readers: the word stands beside it.

    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    return _drawn(str(name), int(size))


@register.filter
def iso(moment: datetime | None) -> str:
    """UTC to the microsecond, always the same width, so that as text it sorts like the time it is."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


@register.filter
def span(length: timedelta | None) -> str:
    """A length of time in the two units that matter: "12 min", "5 h 59 min", "3 d 4 h". Never rounded up."""
    if length is None:
        return ""
    minutes, seconds = divmod(max(int(length.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(seconds)d s") % {"seconds": seconds}


@register.filter
def since(moment: datetime | None, now: datetime | None) -> timedelta | None:
    """How long ago `moment` was at `now`; both by the same clock, which in an exercise is the room's."""
    return now - moment if moment and now else None


@register.filter
def fingerprint(sha256: str) -> str:
    """The first eight hex digits in two groups, as people read them to each other: "7c1e 09ab"."""
    return f"{sha256[:4]} {sha256[4:8]}"


@register.simple_tag
def moment(when: datetime | None, form: str = "clock", beside: datetime | None = None) -> SafeString | str:
    """A `<time>` that the browser words in the reader's own zone; without script it reads as UTC.

    Forms: "clock" 16:05, "day" 9 Dec, "day-clock" adds the date unless it is the day of `beside` (default: today by the
    room's clock), "long" spells everything out.
    """
    if when is None:
        return ""
    utc = when.astimezone(UTC)
    return format_html(
        '<local-time at="{}" form="{}"{}><time datetime="{}">{}</time></local-time>',
        iso(when),
        form,
        format_html(' beside="{}"', iso(beside)) if beside else "",
        iso(when),
        f"{utc:%H:%M}" if form == "clock" else f"{utc:%Y-%m-%d %H:%M} UTC",
    )


class Clocked(Protocol):
    """A room, as far as its clock goes."""

    clock_offset_ms: int

    def now(self) -> datetime: ...


@register.simple_tag
def wait(began: datetime | None, room: Clocked) -> SafeString | str:
    """How long it has been since `began`, by the room's clock; ticks in the browser, in whole minutes."""
    if began is None:
        return ""
    words = span(room.now() - began)
    return format_html(
        '<wait-clock since="{}" offset="{}">{}</wait-clock>', iso(began), room.clock_offset_ms, words
    )


@register.simple_tag
def count_down(to: datetime | None, room: Clocked) -> SafeString | str:
    """How long until `to`, by the room's clock, to the second; past it, by how much."""
    if to is None:
        return ""
    return format_html(
        '<count-down role="timer" to="{}" offset="{}">{}</count-down>',
        iso(to),
        room.clock_offset_ms,
        moment(to),
    )


@register.filter
def newest(later: Iterable[Any], types: str) -> Any:
    """The last of the entries that refer to this one and has one of `types` ("fact.confirmed fact.refuted")."""
    wanted = types.split()
    return next((each for each in reversed(list(later)) if each.entry.type in wanted), None)


@register.filter
def grouped(number: int | None) -> str:
    """A count as people read it, "13,400"; grouped as the reader's language does."""
    return "" if number is None else number_format(number, force_grouping=True)


@register.filter(name="json")
def as_json(value: Any) -> str:
    """JSON for an attribute that a custom element reads; the template escapes it like any text."""
    return json.dumps(value, default=str)
