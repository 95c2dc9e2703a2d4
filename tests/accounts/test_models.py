import pytest

from accounts.models import User


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Scott Lang", "SL"),
        ("Associate General Counsel", "AC"),
        ("Management", "M"),
        ("김 민지", "김민"),
        ("  Spaced   Out  ", "SO"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name: str, initials: str) -> None:
    assert User(name=name).initials == initials


def test_a_person_without_a_name_goes_by_their_username() -> None:
    assert str(User(username="lead")) == "lead"
    assert User(username="lead").initials == "L"
