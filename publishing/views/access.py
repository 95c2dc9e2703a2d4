"""Fetch what a person may see, or answer 404."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from publishing.models import Publication


def publication_or_404(user: User, pk: int) -> Publication:
    """What went out is for everyone in its room."""
    publications = Publication.objects.visible_to(user).select_related("incident", "revision", "entry")
    return get_object_or_404(publications, pk=pk)
