"""One file per question. Each has a `run(bench) -> Outcome`."""
