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

    def answer(self, name: str, code: str) -> None:
        """Go to a question and press the digit that stands beside the answer."""
        self.go_to(name)
        codes = self._page.locator(f'[name="{name}"]').evaluate_all("all => all.map(one => one.value)")
        self.press(str(codes.index(code) + 1))

    def opens_page(self, key: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        with self._page.expect_navigation():
            self.press(key)


def register_reyna(keys: Keys, *, picture: Callable[[], None] = lambda: None) -> None:
    """
    From the one row that the search left: open it, recognise her, ask, and register; without a document.

    :param picture: called when everything is filled in.
    """
    keys.press("Tab")
    keys.opens_page("Enter")
    keys.press("m")
    keys.answer("return_type", "involuntary")
    keys.answer("identity_document", "no")
    keys.answer("destination_safe", "yes")
    keys.answer("consent", "share")
    picture()
    keys.opens_page("Control+Enter")
