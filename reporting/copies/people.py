from django.utils.translation import gettext as _

from incidents.models import Participant, Stream
from reporting.copies.tables import as_csv


def people(place: Participant) -> bytes:
    """Who is in the room, as its rail says it; those who read the work also see who has left."""
    reads_work = Stream.WORKING in place.streams
    places = place.incident.participants.select_related("person")
    if not reads_work:
        places = places.active()
    head = [_("Name"), _("Role"), _("Since")]
    if reads_work:
        head.append(_("Left at"))
    if place.is_team:
        head.append(_("Cleared"))
    return as_csv((_cells(each, place, reads_work) for each in places), head=head)


def _cells(each: Participant, reader: Participant, reads_work: bool) -> list[object]:
    cells: list[object] = [each.person, each.get_role_display(), each.invited_at.isoformat()]
    if reads_work:
        cells.append(each.removed_at.isoformat() if each.removed_at else "")
    if reader.is_team:
        cells.append(_("yes") if each.is_cleared else "")
    return cells
