"""Who plays whom."""

from collections.abc import Mapping

from accounts.models import User
from exercises.pack import Pack


def cast(pack: Pack) -> Mapping[str, User]:
    """The account of every member of the cast, by their key. Raises LookupError naming the logins that are
    missing or no longer active."""
    wanted = {member.login for member in pack.cast.values()}
    people = {person.username: person for person in User.objects.filter(username__in=wanted, is_active=True)}
    if missing := sorted(wanted - people.keys()):
        raise LookupError(f"no active account with the login {', '.join(missing)}")
    return {key: people[member.login] for key, member in pack.cast.items()}
