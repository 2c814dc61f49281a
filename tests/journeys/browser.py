"""A real browser over the hosts of a live server, with screenshots and axe on the way."""

import os
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
SHOTS = settings.BASE_DIR / "tests" / "screenshots"
BAD = {"serious", "critical"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # it is small in many containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
# A guest's signed link to an order is meant to be kept; nothing else that opens doors may
# stand in an address.
LINKS_TO_ORDERS = ("/checkout/done/", "/orders/")
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  return (at.getAttribute("aria-label") || label || at.innerText || "").trim();
}"""


class Visitor:
    """`slug` "" is the marketplace."""

    def __init__(self, page, port, name):
        self.page, self.port, self.name = page, port, name
        self.broken, self.visited = [], []
        page.on("request", self._remember)
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", self._note_policy)
        page.on("response", self._note)

    def _note(self, response):
        if response.status >= 500:
            self.broken.append(f"{response.status} {response.url}")

    def _note_policy(self, message):
        """What the page's own policy refuses would be missing from it."""
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)

    def _remember(self, request):
        """Every address of a page, those of redirects too."""
        if request.is_navigation_request():
            self.visited.append(request.url)

    def assert_no_secret_in_an_address(self):
        secrets = [
            cookie["value"] for cookie in self.page.context.cookies() if len(cookie["value"]) > 15
        ]
        for url in self.visited:
            parts = urlsplit(url)
            assert "code" not in parse_qs(parts.query), url
            assert "token" not in parts.query or parts.path.startswith(LINKS_TO_ORDERS), url
            assert not any(secret in unquote(url) for secret in secrets), url

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
        self.shoot(what)
        found = Axe().run(self.page).response["violations"]
        serious = [
            (one["id"], [node["target"] for node in one["nodes"]])
            for one in found
            if one["impact"] in BAD
        ]
        assert serious == [], f"{what}: {serious}"
        assert self.broken == []

    def shoot(self, what):
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{what}.png", full_page=True)

    def describe(self):
        """Where the browser is and what it shows, for the report of a failed test."""
        self.page.screenshot(path=SHOTS / f"{self.name}-failed.png")
        words = self.page.locator("body").inner_text(timeout=2_000)
        return f"at {self.page.url}, after {self.visited[-3:]}:\n{words[:2_000]}"

    def overflow(self):
        """How many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    def tab_to(self, name, most=90):
        """Press Tab until what carries this name has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED).startswith(name):
                return
        raise AssertionError(f"no way to {name!r} by Tab on {self.page.url}")

    def press(self, name, key="Enter"):
        self.tab_to(name)
        self.page.keyboard.press(key)

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def log_in(self, email, password):
        self.fill(identifier=email, password=password)
        self.page.locator("main button[type=submit]").click()


@contextmanager
def visitor(chromium, port, name, *, script=True, viewport=None, locale="en"):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        # Without motion: while a page still scrolls to a field, a click may be lost.
        page = program.new_context(
            viewport=viewport or PHONE,
            locale=locale,
            java_script_enabled=script,
            reduced_motion="reduce",
        ).new_page()
        page.set_default_timeout(20_000)
        guest = Visitor(page, port, name)
        try:
            yield guest
            guest.assert_no_secret_in_an_address()
        except Exception as error:
            error.add_note(guest.describe())
            raise
        finally:
            program.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
