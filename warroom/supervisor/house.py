"""Everything that runs, in the order it was started; it is stopped the other way round."""

import time
from collections.abc import Callable

from warroom.embedded.processes import Child, StartFailed


class Interrupted(Exception):
    """Somebody asked us to stop. Not a failure."""


class House:
    """Holds the children. `asked_to_stop` is asked at every wait."""

    def __init__(self, asked_to_stop: Callable[[], bool]) -> None:
        self.children: list[Child] = []
        self._asked_to_stop = asked_to_stop

    def add(self, child: Child) -> Child:
        self.children.append(child)
        self.check()
        return child

    def check(self) -> None:
        """Raise Interrupted if we were asked to stop, StartFailed if one of the children has ended."""
        if self._asked_to_stop():
            raise Interrupted
        for child in self.children:
            if child.ended():
                raise StartFailed(
                    f"The {child.name} ended by itself (exit code {child.process.returncode}), so all stops. "
                    f"The end of {child.log}:\n{child.last_words()}"
                )

    def wait(self, done: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait until `done`, watching the children meanwhile. Raises StartFailed when the time is up."""
        deadline = time.monotonic() + seconds
        while not done():
            self.check()
            if time.monotonic() > deadline:
                raise StartFailed(f"{what} was not there after {seconds:.0f} s. The logs may say why.")
            time.sleep(0.1)

    def watch(self) -> None:
        """Wait for as long as all is well; ends only by raising, like `check`."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()
