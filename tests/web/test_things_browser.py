"""Pages of the graph in a real browser: at three widths, by keyboard, without scripts, under their own policy."""

from __future__ import annotations

import base64

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.web import test_browser
from tests.web.test_browser import COLORS, WAIT_SECONDS, Chrome, contrast, messages

OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """
return [...document.querySelectorAll('svg text')].filter(text => {
  const box = text.parentElement.querySelector('rect').getBBox(), own = text.getBBox();
  return own.x < box.x || own.x + own.width > box.x + box.width || own.y + own.height > box.y + box.height;
}).map(text => text.textContent);
"""
STATUTE, PROVISION = "/doc/statute/social-insurance-law", "/doc/statute/social-insurance-law/art-86"
PAGES = (STATUTE, PROVISION, "/doc/notice/guilin-2020-27", "/browse", "/browse/violations", "/search?q=划拨")
WIDTHS = (360, 800, 1280)

address, start, plain, chrome = test_browser.address, test_browser.start, test_browser.plain, test_browser.chrome


def sized(browser: Chrome, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def opened(browser: Chrome, url: str) -> None:
    browser.get(url)
    WebDriverWait(browser, WAIT_SECONDS).until(lambda one: one.find_element(By.TAG_NAME, "h1"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_statute_fits_every_width_without_complaint(chrome: Chrome, address: str, width: int, lang: str) -> None:
    sized(chrome, width)
    messages(chrome)
    for path in PAGES:
        opened(chrome, f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
        assert chrome.execute_script(OVERFLOW) == 0, path
    assert messages(chrome) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_of_the_picture_fits_its_box(chrome: Chrome, address: str, lang: str) -> None:
    sized(chrome, 1280)
    for name in ("notice/guilin-2020-27/SI-3", "statute/social-insurance-law/art-86", "document-kind/penalty-proposal"):
        opened(chrome, f"{address}/doc/{name}?lang={lang}")
        assert chrome.find_elements(By.CSS_SELECTOR, "svg text")
        assert chrome.execute_script(CUT) == []


def test_text_stands_out_from_its_ground(chrome: Chrome, address: str) -> None:
    sized(chrome, 1280)
    for path in (PROVISION, "/doc/notice/guilin-2020-27/I1", "/search?q=划拨"):
        opened(chrome, f"{address}{path}")
        faint = [
            (color, ground, text)
            for color, ground, text in chrome.execute_script(COLORS)
            if contrast(color, ground) < 4.5
        ]
        assert faint == []


def test_a_box_of_the_picture_is_a_link_for_the_keyboard(plain: Chrome, address: str) -> None:
    opened(plain, f"{address}/doc/notice/guilin-2020-27/SI-3?lang=zh")
    box = plain.find_element(By.CSS_SELECTOR, "svg a.out")
    box.send_keys(Keys.ENTER)
    WebDriverWait(plain, WAIT_SECONDS).until(lambda one: "SI-3" not in one.current_url)
    assert "/doc/" in plain.current_url


def test_searching_and_browsing_need_no_scripts(plain: Chrome, address: str) -> None:
    opened(plain, f"{address}/browse?lang=zh")
    field = plain.find_element(By.ID, "q")
    field.send_keys("社保法第六十三条第二款", Keys.ENTER)
    WebDriverWait(plain, WAIT_SECONDS).until(lambda one: one.find_elements(By.CSS_SELECTOR, ".hit"))
    plain.find_element(By.CSS_SELECTOR, ".hit a").click()
    WebDriverWait(plain, WAIT_SECONDS).until(lambda one: "/art-63-2" in one.current_url)
    assert plain.find_element(By.TAG_NAME, "h1").text == "《社会保险法》第六十三条第二款"


def test_a_provision_prints_on_two_pages_at_most(chrome: Chrome, address: str) -> None:
    sized(chrome, 1280)
    opened(chrome, f"{address}/doc/statute/social-insurance-law/art-63-2?lang=zh")
    printed = base64.b64decode(chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert 1 <= printed.count(b"/Type /Page\n") <= 3
