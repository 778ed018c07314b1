"""The sheet of components in a real browser: readable by everybody, at every width, from the keyboard."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = "/web/components/"


def opened(page_as, width: int = 1280, language: str = "es") -> Page:
    page = page_as(None, width=width, language=language)
    page.goto(SHEET)
    return page


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_it(page_as, axe, width, language):
    page = opened(page_as, width, language)

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_attribute("html", "lang") == language


def test_no_target_is_too_small_for_a_finger(page_as):
    page = opened(page_as, 360)

    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, input, select, .button, .tab')]
            .filter((each) => each.offsetParent && !each.closest('.hidden'))
            .map((each) => (each.closest('label') || each).getBoundingClientRect())
            .filter((box) => box.height && (box.height < 24 || box.width < 24)).length"""
    )
    assert small == 0


class TestKeyboard:
    def test_reaches_the_content_first(self, page_as):
        page = opened(page_as)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Tab")

        # The frame of the complaints took the focus; the very first stop of the page is the way to the content.
        first = page.evaluate("document.querySelector('a, button').className")
        assert first == "skip"

    def test_moves_in_rows_and_presses_by_letter(self, page_as):
        page = opened(page_as)
        page.locator("[data-row] a").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")

        assert "Reyna Isabel" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("r")
        assert page.evaluate("document.activeElement.dataset.key") == "r"
        assert page.url.endswith("#r")

    def test_chooses_by_digit(self, page_as):
        page = opened(page_as)
        page.locator("input[name=how]").first.focus()
        page.keyboard.press("3")

        assert page.locator("input[name=how]:checked").first.get_attribute("value") == "involuntary"

    def test_writes_digits_and_letters_where_text_is_typed(self, page_as):
        page = opened(page_as)
        page.locator("#id_phone").fill("")
        page.locator("#id_phone").press_sequentially("4r/3")

        assert page.locator("#id_phone").input_value() == "4r/3"

    def test_leaves_a_dialog_with_escape_and_goes_back_to_where_it_was(self, page_as):
        page = opened(page_as)
        page.locator("[data-opens=join]").click()
        assert page.locator("dialog#join").is_visible()
        page.keyboard.press("Escape")

        assert not page.locator("dialog#join").is_visible()
        assert page.evaluate("document.activeElement.dataset.opens") == "join"

    def test_shows_where_it_is_on_everything(self, page_as):
        page = opened(page_as)
        unseen = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
                .filter((each) => each.offsetParent && !each.closest('dialog'))
                .filter((each) => {
                    each.focus({ focusVisible: true, preventScroll: true });
                    if (document.activeElement !== each) return false;
                    const near = [each, each.closest('.control, .chip, .search, li')].filter(Boolean);
                    return !near.some((one) => getComputedStyle(one).outlineStyle === 'solid');
                }).map((each) => each.outerHTML.slice(0, 80))"""
        )
        assert unseen == []


def test_complaints_take_the_focus(page_as):
    page = opened(page_as)

    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.name") == "bad-birth_date"


def test_a_second_press_sends_nothing_and_a_retry_is_never_held_back(page_as):
    page = opened(page_as)
    sent = page.evaluate(
        """async () => {
            const form = document.createElement('form');
            form.method = 'post';
            form.action = '#';
            let passed = 0;
            window.addEventListener('submit', (event) => {
                if (!event.defaultPrevented) passed += 1;
                event.preventDefault();
            });
            document.body.append(form);
            form.requestSubmit(); form.requestSubmit();
            await new Promise((done) => setTimeout(done, 2100));
            form.requestSubmit();
            return passed;
        }"""
    )
    assert sent == 2


def test_works_without_script(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(SHEET)
    page.locator("details.me summary").click()
    page.get_by_role("button", name="English").click()

    assert page.get_attribute("html", "lang") == "en" and page.url.endswith(SHEET)
    context.close()
