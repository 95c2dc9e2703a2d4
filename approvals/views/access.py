"""Fetch what a person may see, or answer 404. For guests and strangers there are no statements."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from approvals.models import Revision, Statement
from approvals.models.statement import rooms_at_work
from incidents.models import Incident


def working_room_or_404(user: User, pk: int) -> Incident:
    """A room whose statements `user` may read."""
    return get_object_or_404(Incident.objects.filter(pk__in=rooms_at_work(user)), pk=pk)


def statement_or_404(user: User, pk: int) -> Statement:
    return get_object_or_404(Statement.objects.visible_to(user).told(), pk=pk)


def revision_or_404(user: User, pk: int, number: int) -> Revision:
    """Revision `number` of statement `pk`, with everything its page asks of it."""
    statement = statement_or_404(user, pk)
    if statement.current.number == number:
        return statement.current
    return get_object_or_404(statement.revisions.told(), number=number)
