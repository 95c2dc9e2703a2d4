"""What we ask of a pack that ships: it is valid, and every step stands on a line of the record."""

from collections import Counter

import pytest

from exercises.pack import Pack
from exercises.shelf import find_pack, shelf

# What a room asks of its cast, whatever the record tells: putting words up, and signing them.
ROOM_WORK = {"request_sign_off", "sign_off"}


@pytest.fixture(scope="module", params=sorted(each.stem for each in shelf().glob("*.yaml")))
def pack(request: pytest.FixtureRequest) -> Pack:
    return find_pack(request.param)


def test_there_is_one() -> None:
    assert find_pack("ranger-station-fire").title == "Letter to The Ranger Station"


def test_every_step_names_its_source_and_marks_its_wording(pack: Pack) -> None:
    for step in pack.steps:
        assert step.source in {*pack.record, *pack.staging}, step.line
        assert step.wording in {"reconstructed", "reported"}, step.line


def test_every_line_of_the_record_is_played(pack: Pack) -> None:
    assert {step.source for step in pack.steps} == {*pack.record, *pack.staging}


def test_what_stands_on_staging_is_placed_and_not_reported(pack: Pack) -> None:
    staged = [step for step in pack.steps if step.source in pack.staging]
    assert all(step.approximate and step.wording == "reconstructed" for step in staged)
    assert {step.do for step in staged} >= ROOM_WORK
    assert not ROOM_WORK & {step.do for step in pack.steps if step.source in pack.record}


def test_times_that_the_record_does_not_tell_are_marked(pack: Pack) -> None:
    """Only a line with a time of its own lets a step stand at an exact time."""
    exact = [step for step in pack.steps if not step.approximate]
    for step in exact:
        when = pack.record[step.source].when
        assert when, step.line
        assert not when.startswith("≈"), step.line


def test_it_says_each_of_its_numbers_somewhere_in_the_record(pack: Pack) -> None:
    told = " ".join(line.told for line in pack.record.values()).replace(",", "")
    for step in pack.steps:
        for name in {"accounts", "reposts", "volume"} & step.fields.keys():
            assert str(step.fields[name]) in told, (step.line, name)


def test_the_ranger_station_ends_half_way_where_legal_has_yet_to_sign() -> None:
    pack = find_pack("ranger-station-fire")
    assert pack.halfway is not None
    waiting = pack.steps[pack.halfway.index]
    assert (waiting.do, waiting.by) == ("sign_off", "counsel")
    played = Counter(step.do for step in pack.steps)
    assert played["publish"] == 13
