"""The keyboard alone: presses are counted, and nothing else touches the page."""

from collections.abc import Callable

from playwright.sync_api import Page


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self._page, self.pressed = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self._page.keyboard.press(key)
        self.pressed += times

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)
        self.pressed += len(text)

    def go_to(self, name: str, at_most: int = 60) -> None:
        """Tab on until a control of that name has the focus."""
        for _ in range(at_most):
            self.press("Tab")
            if self._page.evaluate("document.activeElement && document.activeElement.name") == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    def answer(self, name: str, digit: int) -> None:
        """Go to a question and choose by its digit."""
        self.go_to(name)
        self.press(str(digit))


def register_reyna(keys: Keys, *, picture: Callable[[], None] = lambda: None) -> None:
    """From the one row that the search left: open it, recognise her, ask, and register; without a document."""
    keys.go_to("", at_most=1) if False else keys.press("Tab")
    with keys._page.expect_navigation():
        keys.press("Enter")
    keys.press("m")
    keys.answer("return_type", 1)
    keys.answer("identity_document", 2)
    keys.answer("destination_safe", 1)
    keys.answer("consent", 1)
    picture()
    keys.press("Control+Enter")
