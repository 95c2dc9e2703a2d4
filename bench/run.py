"""`bin/bench [suite …] [--rounds 3] [--n 100,1000,3000] [--json out.json] [--quick]`."""

import argparse
import json
import logging
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from bench import machine
from bench.house import House
from bench.place import BENCH
from bench.verdicts import judge, targets

SUITES = (
    "fanout",
    "post",
    "storm",
    "burst",
    "page",
    "paint",
    "arrival",
    "growth",
    "signing",
    "redlining",
    "desk",
    "budget",
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="How fast the feed is, beside the limit and others."
    )
    parser.add_argument(
        "suites", nargs="*", metavar="suite", help=f"some of: {', '.join(SUITES)} (default: all)"
    )
    parser.add_argument("--rounds", type=int, default=0, help="how often each is measured (3; --quick: 1)")
    parser.add_argument(
        "--n", default="", metavar="LIST", help="how many watchers (100,1000,3000; --quick: 100,1000)"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write everything that was measured to FILE"
    )
    parser.add_argument("--quick", action="store_true", help="two minutes: fewer peers, rounds and messages")
    wanted = parser.parse_args()
    if unknown := set(wanted.suites) - set(SUITES):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    wanted.suites = [suite for suite in SUITES if suite in (wanted.suites or SUITES)]
    wanted.rounds = wanted.rounds or (1 if wanted.quick else 3)
    wanted.n = sorted(map(int, (wanted.n or ("100,1000" if wanted.quick else "100,1000,3000")).split(",")))
    return wanted


def main() -> int:
    wanted = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started is stopped
    facts = machine.facts()
    print(
        f"war-room bench  {facts['date']}  {facts['commit']}  {facts['cores']} cores, {facts['processor']}, "
        f"{facts['memory_gb']} GB  load {facts['load_before'][0]}",
        flush=True,
    )
    began = time.monotonic()
    with House() as house:
        os.environ |= house.environ | {"DJANGO_SETTINGS_MODULE": "warroom.settings", "DATABASE_POOL": "0"}
        django.setup()
        logging.disable(logging.WARNING)  # channels_redis would tell of everything that stock loses
        outcomes = measure(house, wanted)
    facts |= {"load_after": machine.load(), "seconds": round(time.monotonic() - began)}
    return report(facts, outcomes, wanted)


def measure(house: House, wanted: argparse.Namespace) -> dict[str, Any]:
    # These know Django, which is only set up now.
    from bench.bench import Bench
    from bench.world import World

    bench = Bench(house, World(), wanted.rounds, wanted.n, wanted.quick)
    outcomes = {}
    for suite in wanted.suites:
        outcomes[suite] = import_module(f"bench.suites.{suite}").run(bench)
        for text in outcomes[suite].tables:
            print(f"\n{text}", flush=True)
        for remark in outcomes[suite].remarks:
            print(f"  {remark}", flush=True)
    return outcomes


def report(facts: dict[str, Any], outcomes: dict[str, Any], wanted: argparse.Namespace) -> int:
    figures = {name: value for outcome in outcomes.values() for name, value in outcome.figures.items()}
    verdicts = judge(figures, targets(BENCH / "targets.toml"))
    print()
    for verdict in verdicts:
        print(verdict)
    good, failed = sum(v.passed for v in verdicts), sum(v.failed for v in verdicts)
    print(
        f"\n{good} of {len(verdicts)} targets met, {failed} missed by more than half, "
        f"in {facts['seconds']} s (load {facts['load_before'][0]} before, {facts['load_after'][0]} after)"
    )
    if wanted.json:
        raw = {suite: outcome.raw for suite, outcome in outcomes.items()}
        said = {"machine": facts, "rounds": wanted.rounds, "n": wanted.n, "figures": figures, "raw": raw}
        wanted.json.write_text(json.dumps(said, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        code = main()
    except KeyboardInterrupt:
        print("\nbin/bench: stopped; nothing is left running.", file=sys.stderr)
        code = 130
    sys.exit(code)
