"""What a person's hands do on a page: clicks and keys, as the browser itself takes them."""

from collections import Counter

from playwright.sync_api import Page

# Held keys (Ctrl of Ctrl V) are part of the press they change.
LISTEN = """
addEventListener("pointerdown", (event) => event.isTrusted && window.pressed("clicks"), true);
addEventListener("keydown", (event) => event.isTrusted && !event.repeat
  && !["Control", "Shift", "Alt", "Meta"].includes(event.key) && window.pressed("keys"), true);
"""


def counted(page: Page) -> Counter[str]:
    """From the next page on, everything that is pressed in `page`."""
    presses: Counter[str] = Counter()
    page.expose_function("pressed", lambda what: presses.update([what]))
    page.add_init_script(LISTEN)
    page.reload()
    return presses
