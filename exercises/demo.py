"""The accounts that a newcomer signs in with. Their password is in the manual, so they exist where
everyone who can reach the house may enter it, and nowhere else."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from common.verdicts import YES, Verdict, no
from exercises.pack import Pack
from incidents.models import DutyAssignment, Role

PASSWORD = "warroom"  # noqa: S105  not a secret: it is printed beside the address


def may_seed(*, forced: bool) -> Verdict:
    """Whether accounts with a known password may be made here."""
    if settings.DEBUG or forced:
        return YES
    return no(f'DEBUG is off, and the demo accounts have a password that everyone knows ("{PASSWORD}").')


@transaction.atomic
def seed_people(pack: Pack) -> None:
    """Make the accounts of the cast and put its team on duty. What exists already stays as it is."""
    password = make_password(PASSWORD)  # once: a good hash takes its time
    for member in pack.cast.values():
        person, _created = User.objects.get_or_create(
            username=member.login,
            defaults={"name": member.name, "title": member.title, "password": password},
        )
        if member.role != Role.GUEST:
            DutyAssignment.objects.get_or_create(
                person=person, defaults={"role": member.role, "is_cleared": member.cleared}
            )
