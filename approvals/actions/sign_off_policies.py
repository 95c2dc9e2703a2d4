from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy
from approvals.entries import PolicyChanged
from approvals.models import Demand, Occasion, SignOffPolicy
from approvals.models.gate import REFUSALS
from common.gates import gate
from common.verdicts import Refused, Stale, require
from incidents.actions.posting import known_strands
from incidents.models import Incident
from incidents.timeline import record


@transaction.atomic
def change_policy(
    incident: Incident,
    *,
    name: str,
    demands: Sequence[Demand],
    occasion: str = Occasion.ORDINARY,
    severities: Iterable[int] = (),
    kinds: Iterable[str] = (),
    channels: Iterable[str] = (),
    strands: Iterable[str] = (),
    everywhere: bool = False,
    based_on: int | None = None,
    by: User,
) -> SignOffPolicy:
    """Write what is in force under `name` from now on: for `incident` alone, or `everywhere`. No `demands`
    retire it. What is asked of revisions already under review grows with it, and never shrinks.

    `based_on` is the row that it replaces, None for a new name. Raises Stale when that is no longer the one
    in force; Refused otherwise.
    """
    incident = Incident.objects.lock(incident.pk)
    require(policy.change_policy(by, incident, everywhere=everywhere))
    require(known_strands(incident, strands))
    if everywhere and strands:
        raise Refused(_("Strands belong to a room. A policy for every room cannot name them."))
    if not demands and based_on is None:
        raise Refused(_("Say who signs."))
    room = None if everywhere else incident
    _one_at_a_time(name)
    latest = SignOffPolicy.objects.filter(incident=room, name=name).order_by("pk").last()
    if based_on is None and latest is not None and latest.slots:
        raise Refused(_("There is a policy of this name already. Change that one, or choose another name."))
    if based_on is not None and (latest is None or latest.pk != based_on):
        raise Stale(
            _("This policy was changed in the meantime. Look at what it says now, then decide again.")
        )
    with gate(REFUSALS):
        written = SignOffPolicy.objects.create(
            name=name,
            incident=room,
            occasion=occasion,
            severities=sorted(severities),
            kinds=sorted(kinds),
            channels=sorted(channels),
            strands=sorted(strands),
            slots=[demand.to_element() for demand in demands],
            created_by=by,
        )
    asks = "; ".join(demand.words_in(incident) for demand in written.demands)
    record(incident, PolicyChanged(name=name, asks=asks, everywhere=everywhere), by=by)
    return written


def _one_at_a_time(name: str) -> None:
    """The room's lock keeps nobody in another room from changing a policy of the house."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"sign-off policy {name}"])
