"""`bin/run`: the whole product on one machine, started in order, watched, and stopped in order."""
