"""The page for packages in a real browser: without scripts, at three widths, under its own policy, on paper."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from guanxia.settings import Settings
from tests.web import test_browser
from tests.web.test_browser import COLORS, WAIT_SECONDS, Chrome, contrast, messages

EXAMPLES = Settings().shapes / "notices" / "guilin-2020-27" / "penalty-proposal"
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"

address, start, plain, chrome = test_browser.address, test_browser.start, test_browser.plain, test_browser.chrome


def checked(browser: Chrome, address: str, file: Path, lang: str = "zh") -> str:
    """The verdict on a file that was handed in."""
    browser.get(f"{address}/packages?lang={lang}")
    browser.find_element(By.ID, "file").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, ".send button").click()
    found = WebDriverWait(browser, WAIT_SECONDS).until(lambda one: one.find_element(By.CSS_SELECTOR, ".verdict h2"))
    return str(found.text)


@pytest.fixture
def lacking(tmp_path: Path) -> Path:
    """A document with nothing but its kind, and a hostile name."""
    path = tmp_path / "lacking.json"
    text = HOSTILE.replace('"', '\\"')
    path.write_text(f'{{"type": "PenaltyProposal", "issuedOn": "{text}", "employer": {{"name": "{text}"}}}}')
    return path


def test_a_document_is_checked_without_scripts(plain: Chrome, address: str) -> None:
    assert "合格】可以送出" in checked(plain, address, EXAMPLES / "pass-own-department.ttl")
    assert "does not conform" in checked(plain, address, EXAMPLES / "fail-no-consent.ttl", "en")
    kept = plain.find_element(By.ID, "text").get_property("value")
    assert str(kept).strip() == (EXAMPLES / "fail-no-consent.ttl").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_no_report_overflows_or_runs_anything(
    chrome: Chrome, address: str, lacking: Path, width: int, lang: str
) -> None:
    chrome.set_window_size(width, 900)
    messages(chrome)
    checked(chrome, address, lacking, lang)
    assert chrome.execute_script(OVERFLOW) <= 0
    assert messages(chrome) == []
    assert chrome.find_elements(By.CSS_SELECTOR, "img, script") == []
    assert len(chrome.find_elements(By.CSS_SELECTOR, ".finding")) > 10


def test_the_faults_lead_to_their_findings(chrome: Chrome, address: str, lacking: Path) -> None:
    checked(chrome, address, lacking)
    link = chrome.find_element(By.CSS_SELECTOR, ".lacking a")
    link.click()
    assert chrome.execute_script("return location.hash") == "#finding-1"
    assert link.text in chrome.find_element(By.ID, "finding-1").text


def test_a_report_prints_close(chrome: Chrome, address: str, lacking: Path) -> None:
    checked(chrome, address, lacking)
    pages = base64.b64decode(chrome.print_page()).count(b"/Type /Page\n")
    assert 1 <= pages <= 3


def test_colors_of_a_report_can_be_read(chrome: Chrome, address: str, lacking: Path) -> None:
    checked(chrome, address, lacking)
    pairs = chrome.execute_script(COLORS)
    assert len(pairs) > 100
    assert {(front, back, text) for front, back, text in pairs if contrast(front, back) < 4.5} == set()
