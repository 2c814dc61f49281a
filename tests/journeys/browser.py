"""A real browser over the hosts of a live server, with screenshots and axe on the way."""

import os
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

PHONE = {"width": 390, "height": 844}
SHOTS = settings.HOME_DIR / "screenshots"
BAD = {"serious", "critical"}


class Visitor:
    """`slug` "" is the marketplace."""

    def __init__(self, page, port, name):
        self.page, self.port, self.name = page, port, name
        self.broken = []
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("response", self._note)

    def _note(self, response):
        if response.status >= 500:
            self.broken.append(f"{response.status} {response.url}")

    def address(self, slug, path):
        host = f"{slug}.localhost" if slug else "localhost"
        return f"http://{host}:{self.port}{path}"

    def go(self, slug, path):
        self.page.goto(self.address(slug, path))

    def at(self, slug, path):
        """Wait until the browser is there."""
        self.page.wait_for_url(self.address(slug, path))

    def look(self, what):
        """A picture of the page, and no serious finding of axe on it."""
        self.page.wait_for_load_state("networkidle")
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{what}.png", full_page=True)
        found = Axe().run(self.page).response["violations"]
        serious = [
            (one["id"], [node["target"] for node in one["nodes"]])
            for one in found
            if one["impact"] in BAD
        ]
        assert serious == [], f"{what}: {serious}"
        assert self.broken == []

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def log_in(self, email, password):
        self.fill(identifier=email, password=password)
        self.page.locator("main button[type=submit]").click()


@contextmanager
def visitor(chromium, port, name, *, script=True):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = program.new_context(viewport=PHONE, java_script_enabled=script).new_page()
        page.set_default_timeout(20_000)
        try:
            yield Visitor(page, port, name)
        finally:
            program.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
