"""`bin/mutants`: apply each to a copy of the checkout and see whether its tests notice."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 240
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".warroom", "node_modules", "__pycache__", ".*_cache", "*.png"
)
SOME_TESTS_FAILED = 1  # pytest's exit code; any other says that they did not run


def tests_on(root: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command,
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def is_caught(mutant: Mutant | None, tests: tuple[str, ...]) -> tuple[bool, str]:
    """Whether the tests fail with this mutant (None: without any), and the end of what they said."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        root = Path(folder) / "checkout"
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        if mutant:
            mutant.apply(root)
        ran = tests_on(root, tests)
        said = "\n".join(ran.stdout.splitlines()[-12:])
        if ran.returncode not in (0, SOME_TESTS_FAILED):
            raise RuntimeError(f"the tests did not run:\n{said}\n{ran.stderr[-2000:]}")
        return ran.returncode == SOME_TESTS_FAILED, said


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/mutants", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these")
    parser.add_argument("--list", action="store_true", help="name them and stop")
    wanted = parser.parse_args()
    if wanted.list:
        print("\n".join(mutant.name for mutant in MUTANTS))
        return 0
    if unknown := set(wanted.names) - {mutant.name for mutant in MUTANTS}:
        parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
    chosen = [mutant for mutant in MUTANTS if mutant.name in wanted.names or not wanted.names]

    tests = tuple(sorted({test for mutant in chosen for test in mutant.caught_by}))
    fails, said = is_caught(None, tests)
    if fails:
        print(f"The tests fail without any mutant, so they prove nothing:\n{said}")
        return 1
    print(f"{len(tests)} tests pass on the sound tree; now each mutant in turn")
    survivors = []
    for mutant in chosen:
        began = time.monotonic()
        caught, said = is_caught(mutant, mutant.caught_by)
        print(
            f"  {'caught  ' if caught else 'SURVIVED'}  {mutant.name:<60} {time.monotonic() - began:4.0f} s",
            flush=True,
        )
        if not caught:
            survivors.append(mutant.name)
            print(said)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
