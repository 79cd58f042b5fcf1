"""The one Chromium of a test run: whoever needs it asks for `browser`, since a second one cannot run beside it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    """Started for the first test that asks, and closed after the last of all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield browser
        browser.close()
