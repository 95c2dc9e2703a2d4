import pytest

from accounts.models import User
from exercises.casting import cast as casting
from exercises.pack import Pack
from tests.cast import Cast


def test_everyone_plays_their_own_part(cast: Cast, ranger_station: Pack) -> None:
    people = casting(ranger_station)
    assert {key: person.username for key, person in people.items()} == {
        key: member.login for key, member in ranger_station.cast.items()
    }


def test_who_starts_it_plays_the_lead(cast: Cast, ranger_station: Pack) -> None:
    people = casting(ranger_station, lead=cast.stranger)
    assert people["lead"] == cast.stranger
    assert cast.lead not in people.values()
    assert people["counsel"] == cast.counsel


def test_who_has_a_part_already_changes_it_with_the_lead(cast: Cast, ranger_station: Pack) -> None:
    people = casting(ranger_station, lead=cast.counsel)
    assert (people["lead"], people["counsel"]) == (cast.counsel, cast.lead)
    assert len(set(people.values())) == len(ranger_station.cast)


def test_it_says_who_is_missing(cast: Cast, ranger_station: Pack) -> None:
    User.objects.filter(username__in=("comms", "guest")).update(is_active=False)
    with pytest.raises(LookupError, match="login comms, guest"):
        casting(ranger_station)
