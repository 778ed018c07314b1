"""
A real Chromium for the tests that look at pages: `page_as(marta)` is a page on which Marta has signed in.

A test that asks for one of these fixtures needs the marks ``browser`` and ``django_db(transaction=True)``: the live
server answers from threads of its own. At its end, whatever a page wrote to the console as an error fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from arraigo.access.models import Worker
from tests.cast import signed_in

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# What a page asks for once at most: a browser with nothing to show for it says so on its console.
_HARMLESS = ("favicon.ico",)


class PageAs(Protocol):
    def __call__(
        self, worker: Worker | None, width: int = 1280, language: str = "es", *, script: bool = True
    ) -> Page: ...


def chromium_path() -> str | None:
    """The Chromium of this machine: the one ``CHROMIUM`` names, else the system's."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    from tests.conftest import skip_or_fail

    path = chromium_path()
    if path is None:
        skip_or_fail("browser", "no Chromium here: install it, or name it in CHROMIUM")
    # Playwright keeps an event loop in this thread; the ORM would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(chromium: Browser, live_server: LiveServer) -> Iterator[PageAs]:
    """Pages on the live server; each has a browser profile of its own."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        worker: Worker | None, width: int = 1280, language: str = "es", *, script: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="es-GT" if language == "es" else "en",
            timezone_id="America/Guatemala",
            reduced_motion="reduce",
            has_touch=width < 600,
            java_script_enabled=script,
        )
        contexts.append(context)
        context.add_cookies(_cookies(worker, language, live_server.url))  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: _listen(message, complaints))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    if complaints:
        pytest.fail("The browser complained:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` holds that the page, as it stands, has nothing that accessibility forbids."""
    return no_violations


def no_violations(page: Page, where: str = "") -> None:
    """
    Hold that axe finds nothing on the page as it stands.

    :param where: words that name the state of the page in the report, beside its address.
    """
    __tracebackhide__ = True
    violations = Axe().run(page).response["violations"]
    if violations:
        report = "\n".join(_lines(violations))
        pytest.fail(f"axe on {page.url} {where} at {page.viewport_size}:\n{report}", pytrace=False)


def _lines(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        yield f"- {violation['id']} ({violation['impact']}): {violation['help']}"
        for node in violation["nodes"][:5]:
            yield f"    {node['html'][:160]}"
            summary = (node.get("failureSummary") or "").splitlines()[1:2]
            yield from (f"      {line.strip()}" for line in summary)


def _listen(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type != "error":
        return
    said = f"{message.location.get('url', '')}: {message.text}"
    answered = "Failed to load resource: the server responded with a status of 4" in message.text
    if not answered and not any(part in said for part in _HARMLESS):
        complaints.append(said)


def _cookies(worker: Worker | None, language: str, url: str) -> list[dict[str, str]]:
    cookies = {"django_language": language}
    if worker is not None:
        cookies["sessionid"] = signed_in(worker).cookies["sessionid"].value
    return [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
