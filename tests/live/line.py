"""A wire without a network: what is written is on the page at once."""

from live.frame import Frame
from live.wire import Drained
from tests.live.page import Page


class Line:
    """Takes what is written even when it is not ready, as a real one does: whoever asks first is kind."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ready = True
        self.drained: Drained = lambda: None

    def write(self, frame: Frame) -> bool:
        self.page.take(frame.text)
        return self.ready

    def block(self) -> None:
        self.ready = False

    def free(self) -> None:
        self.ready = True
        self.drained()

    def cut(self) -> None:
        pass

    def abort(self) -> None:
        pass
