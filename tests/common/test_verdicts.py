import pytest

from common.verdicts import YES, Refused, Stale, Verdict, no, require


def test_a_yes_is_true_and_needs_no_reason() -> None:
    assert YES
    assert Verdict(True, "") == YES


def test_a_no_is_false_and_says_why() -> None:
    verdict = no("Only the lead can do this.")
    assert not verdict
    assert verdict.reason == "Only the lead can do this."


def test_to_require_a_yes_is_to_go_on() -> None:
    require(YES)


def test_to_require_a_no_is_to_be_refused_with_its_reason() -> None:
    with pytest.raises(Refused, match="Only the lead") as refused:
        require(no("Only the lead can do this."))
    assert refused.value.reason == "Only the lead can do this."


def test_what_is_stale_is_refused() -> None:
    with pytest.raises(Refused):
        raise Stale("Somebody saved before you.")


def test_nobody_can_turn_a_no_into_a_yes() -> None:
    verdict = no("Never.")
    with pytest.raises(AttributeError):
        verdict.allowed = True
