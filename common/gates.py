"""What Postgres refused, said to a person. Triggers refuse with a WRnnn code of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils.functional import Promise as LazyText

from common.verdicts import Refused


@contextmanager
def gate(sentences: Mapping[str, str | LazyText]) -> Iterator[None]:
    """Raise Refused with the sentence for a trigger's SQLSTATE; let every other failure through.

    Policies ask the same questions first and answer more precisely. This is for what slips between them.
    """
    try:
        yield
    except DatabaseError as error:
        code = str(getattr(error.__cause__, "sqlstate", ""))
        if code not in sentences:
            raise
        raise Refused(sentences[code]) from error
