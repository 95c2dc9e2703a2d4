import pytest
from django.db import DatabaseError, transaction

from common.verdicts import Refused
from exercises.actions.imports import import_pack, start_import
from exercises.library import read
from exercises.models import ImportedPack
from tests.cast import Cast
from tests.exercises.packs import SMALL

LATER = SMALL.replace("Letter to a fan site", "Another letter")


def bring(cast: Cast, text: str = SMALL, slug: str = "small", **fields: object) -> ImportedPack:
    return import_pack(read(text, slug), text=text, **{"by": cast.comms, **fields})  # type: ignore[arg-type]


def test_the_latest_version_counts_and_the_earlier_one_stays(cast: Cast) -> None:
    first = bring(cast)
    assert bring(cast) == first
    second = bring(cast, LATER)
    assert [pack.version for pack in ImportedPack.objects.order_by("pk")] == [1, 2]
    assert list(ImportedPack.objects.newest()) == [second]


def test_a_name_belongs_to_who_imported_it_first(cast: Cast) -> None:
    bring(cast)
    with pytest.raises(Refused, match="Somebody else"):
        bring(cast, LATER, by=cast.lead)
    with pytest.raises(Refused, match="Somebody else"):
        start_import(slug="small", text=LATER, by=cast.lead)
    assert ImportedPack.objects.count() == 1


def test_nobody_takes_the_name_of_a_pack_that_ships(cast: Cast) -> None:
    with pytest.raises(Refused, match="comes with the product"):
        start_import(slug="ranger-station-fire", text=SMALL, by=cast.lead)


def test_a_pack_that_was_imported_never_changes(cast: Cast) -> None:
    bring(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ImportedPack.objects.update(text="another story")
