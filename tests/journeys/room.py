"""What people do in a room, by its controls."""

from playwright.sync_api import Locator, Page


def story(page: Page) -> Locator:
    return page.locator("#timeline")


def post(page: Page, kind: str, text: str, *, stream: str = "", **fields: str) -> None:
    """Write one entry with the composer and wait until it is empty again."""
    composer = page.locator("#composer")
    composer.locator("textarea[name=text]").click()
    composer.locator(f"label:has(input[name=type][value={kind}])").click()
    composer.locator("textarea[name=text]").fill(text)
    for name, value in fields.items():
        composer.locator(f"[name={name}]").fill(value)
    if stream:
        composer.locator("select[name=stream]").select_option(label=stream)
    composer.get_by_role("button", name="Post").click()
    page.wait_for_function("() => !document.querySelector('#composer textarea[name=text]').value")


def entries(page: Page) -> list[str]:
    """The references of the articles on the screen, in their order."""
    return page.locator("#timeline article").evaluate_all("all => all.map(each => each.id)")
