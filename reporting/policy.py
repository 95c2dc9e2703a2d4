from accounts.models import User
from common.verdicts import Verdict
from incidents import policy
from incidents.models import Incident


def close_room(user: User, incident: Incident) -> Verdict:
    """The lead ends what the lead opened, once."""
    return policy.lead(user, incident)


def read_figures(user: User, incident: Incident) -> Verdict:
    """Everyone in the room: the figures hold nothing that only some may know."""
    return policy.see(user, incident)


def export(user: User, incident: Incident) -> Verdict:
    """Everyone in the room may take with them what they may read in it."""
    return policy.see(user, incident)
