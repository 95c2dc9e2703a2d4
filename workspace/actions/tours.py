from accounts.models import User
from workspace.models import Toured


def end_tour(*, by: User) -> Toured:
    """Offer it no more. Twice is as good as once."""
    toured, _created = Toured.objects.get_or_create(person=by)
    return toured
