from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy
from approvals.models import Absence
from common.verdicts import Refused, require


@transaction.atomic
def begin_absence(*, deputy: User, starts_at: datetime, ends_at: datetime, by: User) -> Absence:
    """Say that `by` is out of office and who signs instead; ends what they had said before. From then on the
    clock hands over to `deputy` what `by` is asked to sign, room by room. Raises Refused."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if ends_at <= max(starts_at, timezone.now()):
        raise Refused(_("An absence ends after it begins, and not in the past."))
    require(policy.be_deputy(deputy, by))
    Absence.objects.ahead().filter(person=by).update(ended_at=timezone.now())
    return Absence.objects.create(person=by, deputy=deputy, starts_at=starts_at, ends_at=ends_at)


@transaction.atomic
def end_absence(*, by: User) -> None:
    """`by` is back. What was handed over meanwhile stays so: both may sign it, and one of them does. Waits for a
    handover that is being made."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    Absence.objects.ahead().filter(person=by).update(ended_at=timezone.now())
