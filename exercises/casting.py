"""Who plays whom."""

from collections.abc import Mapping

from accounts.models import User
from exercises.pack import Pack


def cast(pack: Pack, *, lead: User | None = None) -> Mapping[str, User]:
    """The account of every member of the cast, by their key. With `lead`, that person plays the pack's lead; should
    they have a part already, the one who had the lead's takes it.

    Raises LookupError naming the logins that are missing or no longer active.
    """
    logins = {key: member.login for key, member in pack.cast.items()}
    if lead:
        others = lead.username, logins[pack.lead.key]
        swap = dict(zip(others, reversed(others), strict=True))
        logins = {key: swap.get(login, login) for key, login in logins.items()}
    people = {
        person.username: person
        for person in User.objects.filter(username__in=logins.values(), is_active=True)
    }
    if missing := sorted(set(logins.values()) - people.keys()):
        raise LookupError(f"no active account with the login {', '.join(missing)}")
    return {key: people[login] for key, login in logins.items()}
