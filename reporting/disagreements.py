"""Where the numbers do not agree. A truthful report says so instead of picking one."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.figures import Figures


def disagreements(figures: Figures) -> list[str]:
    """One sentence for each, in the language of the moment; empty when everything agrees."""
    return [*_reach(figures), *_messages(figures), *_end(figures)]


def _reach(figures: Figures) -> Iterator[str]:
    if not figures.reach_difference:
        return
    numbers = {
        "gross": _number(figures.reach_gross),
        "reported": _number(figures.reach_reported),
        "difference": _number(abs(figures.reach_difference)),
    }
    if figures.reach_difference > 0:
        yield _(
            "What was counted adds up to %(gross)s accounts, gross; %(reported)s were reported. The difference "
            "of %(difference)s may be people counted twice, or a partial count: the record does not say."
        ) % numbers
    else:
        yield _(
            "%(reported)s accounts were reported, but what was counted adds up to only %(gross)s, gross: "
            "%(difference)s more than anyone counted."
        ) % numbers


def _messages(figures: Figures) -> Iterator[str]:
    reported = figures.reported.messages
    if reported is None or reported == figures.messages:
        return
    yield ngettext(
        "%(reported)s messages were reported; %(count)s is recorded here.",
        "%(reported)s messages were reported; %(count)s are recorded here.",
        figures.messages,
    ) % {"reported": _number(reported), "count": _number(figures.messages)}


def _end(figures: Figures) -> Iterator[str]:
    if not (figures.resolved_at and figures.last_message_at and figures.last_message_at > figures.resolved_at):
        return
    if figures.to_resolution and figures.first_signal_to_last_message and figures.opened_to_last_message:
        yield _(
            "Resolved after %(resolution)s is measured from the first signal to the resolution. The last message "
            "went out %(last)s after the first signal, %(opened)s after the room opened."
        ) % {
            "resolution": in_hours(figures.to_resolution),
            "last": in_hours(figures.first_signal_to_last_message),
            "opened": in_hours(figures.opened_to_last_message),
        }


def in_hours(length: timedelta) -> str:
    """Hours and minutes, however many days: "32 h 19 min". Figures are compared by the hour. Never rounded up."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def _number(value: int | None) -> str:
    return number_format(value or 0, force_grouping=True)
