from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import YES, Verdict, no
from exercises.library import ships
from exercises.models import ImportedPack
from exercises.pack import Pack
from incidents import policy as rooms
from incidents.models import DutyAssignment, Incident, Role


def replay(user: User, pack: Pack) -> Verdict:
    """Whoever may open a room may play a pack into one. It becomes their room, so they clear people in it only if
    they are cleared on duty themselves."""
    if not (may_open := rooms.open_room(user)):
        return may_open
    duty: DutyAssignment | None = getattr(user, "duty", None)
    if clears(pack) and not (duty and duty.is_cleared):
        return no(
            _("In this pack people are cleared for privileged material. Only someone cleared can start it.")
        )
    return YES


def go_on(user: User, room: Incident, pack: Pack) -> Verdict:
    """A replay ends with the place of who started it: how far it is tells of every stream."""
    place = room.participant(user)
    if place is None or place.role != Role.LEAD:
        return no(_("You no longer lead this room, so the replay stopped. What was played stands."))
    if clears(pack) and not place.is_cleared:
        return no(_("Your place in this room has changed, so the replay stopped. What was played stands."))
    return YES


def import_pack(user: User, slug: str) -> Verdict:
    """A name belongs to whoever imported it first, and never to a pack that ships."""
    if not (may_open := rooms.open_room(user)):
        return may_open
    if ships(slug):
        return no(_("A pack of this name comes with the product. Save your file under another name."))
    if ImportedPack.objects.filter(slug=slug).exclude(imported_by=user).exists():
        return no(_("Somebody else has imported a pack of this name. Save your file under another name."))
    return YES


def clears(pack: Pack) -> bool:
    return any(member.cleared for member in pack.cast.values())
