import pytest

from live.offer import Offer

EPOCH = "2f0a2c4e-8a64-4d0e-9a53-0d6a4a1a9f01"


def test_a_page_says_what_it_holds() -> None:
    offer = Offer.parse(
        ["warroom.1", f"epoch.{EPOCH}", "language.ko", "held.briefing.5", "held.working.0", "pass.a~b-_.c"],
    )
    assert offer == Offer(EPOCH, "ko", {"briefing": 5, "working": 0}, "a~b-_.c")


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["warroom.2", "held.briefing.5"],
        ["chat"],
        ["warroom.1", "held.briefing.-1"],
        ["warroom.1", "held.briefing.1e3"],
        ["warroom.1", "held.briefing." + "9" * 19],
        ["warroom.1", "held.briefing.5.5", "held..5", "held.briefing", "held.BRIEFING.1"],
    ],
)
def test_whatever_we_do_not_understand_holds_nothing(said: list[str]) -> None:
    assert Offer.parse(said).held == {}


def test_a_language_we_do_not_speak_is_answered_in_ours() -> None:
    assert Offer.parse(["warroom.1", "language.tlh"]).language == "en"
