import pytest
from django.db import DatabaseError, connection, transaction

from common.gates import gate
from common.verdicts import Refused

pytestmark = pytest.mark.django_db


def refuse(code: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$")


def test_what_postgres_refused_is_said_to_a_person() -> None:
    with pytest.raises(Refused, match="wrote these words"), gate({"WR010": "You wrote these words."}):
        refuse("WR010")


def test_every_other_failure_stays_a_failure() -> None:
    with pytest.raises(DatabaseError), gate({"WR010": "You wrote these words."}):
        refuse("WR011")
