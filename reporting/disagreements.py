"""Where the numbers do not agree. A truthful report says so instead of picking one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from reporting.figures import Figures


def disagreements(figures: "Figures") -> list[str]:
    """One sentence for each, in the language of the moment; empty when everything agrees."""
    return [sentence for sentence in (_reach(figures), _messages(figures), _end(figures)) if sentence]


def _reach(figures: "Figures") -> str:
    if not figures.reach_difference:
        return ""
    if figures.reach_difference > 0:
        sentence = _(
            "What was counted adds up to %(gross)s accounts, gross; %(reported)s were reported. The "
            "difference of %(difference)s may be people counted twice, or a partial count: the record does "
            "not say."
        )
    else:
        sentence = _(
            "%(reported)s accounts were reported, but what was counted adds up to only %(gross)s, gross: "
            "%(difference)s fewer."
        )
    return sentence % {
        "gross": _number(figures.reach_gross),
        "reported": _number(figures.reach_reported),
        "difference": _number(abs(figures.reach_difference)),
    }


def _messages(figures: "Figures") -> str:
    reported = figures.reported.messages
    if reported is None or reported == figures.messages:
        return ""
    sentence = ngettext(
        "%(reported)s messages were reported; %(count)s is recorded here.",
        "%(reported)s messages were reported; %(count)s are recorded here.",
        figures.messages,
    )
    return sentence % {"reported": _number(reported), "count": _number(figures.messages)}


def _end(figures: "Figures") -> str:
    """The end of the crisis and the end of the talking are two ends, and easily taken for one."""
    resolution, last = figures.to_resolution, figures.first_signal_to_last_message
    opened = figures.opened_to_last_message
    if resolution is None or last is None or opened is None or last <= resolution:
        return ""
    sentence = _(
        "%(resolution)s runs from the first signal to the resolution. The last message went out %(last)s "
        "after the first signal, %(opened)s after the room opened."
    )
    return sentence % {
        "resolution": in_hours(resolution),
        "last": in_hours(last),
        "opened": in_hours(opened),
    }


def in_hours(length: timedelta) -> str:
    """Hours and minutes, however many days: "32 h 19 min". Figures are compared by the hour; none is
    rounded up."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def _number(value: int | None) -> str:
    return number_format(value or 0, force_grouping=True)
