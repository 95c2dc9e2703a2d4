"""What changed between two texts of which every word changed, in English and in Korean."""

import random
from time import perf_counter_ns

from approvals.redline import redline
from bench.bench import Bench, Outcome
from bench.numbers import percentile
from bench.table import number, table
from bench.world import prose
from warroom.serve import spare_the_collector

SECONDS = 20

WORDS = 4_000
# fmt: off
STEMS = ["회사", "고객", "사과", "조사", "제품", "회수", "안전", "직원", "언론", "사실", "확인", "발표", "책임", "답변"]
PARTICLES = ["", "은", "는", "이", "가", "을", "를", "의", "에", "에서", "으로", "와", "과", "도", "만", "부터", "까지"]
# fmt: on


def english(pick: random.Random) -> str:
    """From our documentation's own words: shuffled, not invented, which is what is hard to compare."""
    return " ".join(pick.choice(prose()) for _ in range(WORDS))


def korean(pick: random.Random) -> str:
    return " ".join(pick.choice(STEMS) + pick.choice(PARTICLES) for _ in range(WORDS))


def run(bench: Bench) -> Outcome:
    spare_the_collector()  # as in the web process, where a redline is made
    pick = random.Random(4)  # noqa: S311  the same texts in every run
    pairs = {
        name: [(write(pick), write(pick)) for _ in range(5)]
        for name, write in (("English", english), ("Korean", korean))
    }
    times: dict[str, list[float]] = {name: [] for name in pairs}
    for turn in bench.turns(SECONDS):
        bench.say(f"redlining, round {turn + 1}")
        for name, texts in pairs.items():
            for old, new in texts * (2 if bench.quick else 6):
                began = perf_counter_ns()
                redline(old, new)
                times[name].append((perf_counter_ns() - began) / 1e6)
    p50s = {name: percentile(each, 50) for name, each in times.items()}
    return Outcome(
        figures={"redlining.p50_ms": max(p50s.values())},
        tables=[
            table(
                f"redlining rounds={bench.done} ({WORDS:,} words, every one changed, ms)",
                ["", "p50", "p99"],
                [[name, number(p50s[name]), number(percentile(each, 99))] for name, each in times.items()],
            )
        ],
        raw={"ms": times},
    )
