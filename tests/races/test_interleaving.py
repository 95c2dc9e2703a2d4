"""Ten thousand steps on real connections, all at the same few statements: edit, ask, sign, send, and by hand."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

from approvals.actions.reviews import request_changes
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Revision, Slot, Statement
from common.verdicts import Refused
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.models import Fact
from publishing.actions.publications import publish
from tests.approvals.proofs import a_draft, rewrite
from tests.cast import Cast, a_room
from tests.races.by_hand import publish_by_hand, sign_by_hand
from tests.races.oracle import unsigned_publications
from tests.races.together import together

STEPS = 10_000
PEOPLE = 8
STATEMENTS = 6
# How often each is tried, out of their sum.
OFTEN = {
    "edit": 5,
    "ask": 10,
    "sign": 14,
    "publish": 12,
    "object": 1,
    "doubt": 2,
    "sign by hand": 28,
    "publish by hand": 28,
}


class Scramble:
    """`work()` is one impatient person: they never look at what others do, and never wait."""

    def __init__(self, house: Cast) -> None:
        self.house = house
        self.tally: Counter[str] = Counter()
        self.counting = Lock()
        self.places: list[tuple[Statement, Fact]] = []
        for _each in range(STATEMENTS // 2):
            room = a_room(house)
            fact = post_fact(room, text="He called.", by=house.support)
            self.places += [(a_draft(house, room, citing=[fact]), fact) for _twice in range(2)]

    def work(self, seed: int) -> None:
        pick = random.Random(seed)
        while self.tally["steps"] < STEPS:
            statement, fact = pick.choice(self.places)
            name = pick.choices(list(OFTEN), list(OFTEN.values()))[0]
            # What is on their screen: mostly what is current, as it was a moment ago.
            seen = statement.revisions.order_by("-number")[pick.random() < 0.1 :].first()
            deed = self._deed(name, pick, seen or statement.current, fact)
            if deed is None:
                continue
            try:
                deed()
                said = "done"
            except Refused:
                said = "no"
            with self.counting:
                self.tally["steps"] += 1
                self.tally[f"{name}: {said}"] += 1

    def _deed(self, name: str, pick: random.Random, seen: Revision, fact: Fact) -> Callable[[], Any] | None:
        house = self.house
        statement, sha = seen.statement, seen.sha256
        signer = pick.choice([house.comms, house.counsel, house.legal, house.lead])
        channel = pick.choice(["x", "forum"])
        match name:
            case "edit":
                return partial(rewrite, statement, f"Words {pick.random()}", by=house.lead)
            case "ask":
                return partial(request_sign_off, statement, seen_sha=sha, by=house.lead)
            case "sign":
                return partial(sign_off, seen, seen_sha=sha, acknowledged=True, by=signer)
            case "publish":
                return partial(publish, seen, channel=channel, url="", seen_sha=sha, by=house.lead)
            case "object":
                return partial(request_changes, seen, reason="Wait.", seen_sha=sha, by=house.legal)
            case "doubt":
                settle = pick.choice([refute_fact, confirm_fact, confirm_fact])
                return partial(settle, fact, by=house.support)
            case "sign by hand":
                slots = Slot.objects.filter(request__revision__statement=statement).order_by("-pk")
                slot = slots[pick.randrange(2) :].first()
                return slot and partial(sign_by_hand, seen, slot, by=signer.pk)
            case _:
                return partial(publish_by_hand, seen, channel, by=house.comms.pk)


def test_ten_thousand_interleaved_steps_publish_nothing_unsigned(house: Cast) -> None:
    scramble = Scramble(house)
    together([partial(scramble.work, seed) for seed in range(PEOPLE)])
    tally = scramble.tally
    assert tally["steps"] >= STEPS
    assert unsigned_publications() == []
    # A gate that lets nothing through would pass, too, and so would a scramble that never scrambled.
    for deed in OFTEN:
        assert tally[f"{deed}: done"] >= 5, tally
        assert tally[f"{deed}: no"] >= 5 or deed == "edit", tally
