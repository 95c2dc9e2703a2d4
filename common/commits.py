"""What happens once the database has said yes."""

from collections.abc import Callable

from django.db import transaction


def after_commit(announce: Callable[[], object]) -> None:
    """Run `announce` once the transaction has committed. A failure in it is logged and undoes nothing.

    The lambda is not decoration: Django 5.2's robust hooks read `__qualname__` when they log a failure, and
    a functools.partial has none (ticket 36487), which would turn a logged failure into a raised one.
    """
    transaction.on_commit(lambda: announce(), robust=True)
