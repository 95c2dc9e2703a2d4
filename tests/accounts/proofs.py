"""Sessions that have been open for a while."""

from django.test import Client

from accounts.proof import PROVED_AT


def some_time_ago(client: Client, *, minutes: int) -> Client:
    """`client`, whose person proved who they are so long ago."""
    session = client.session
    session[PROVED_AT] -= minutes * 60
    session.save()
    return client
