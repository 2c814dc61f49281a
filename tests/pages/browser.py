"""One browser over several hosts: each host has cookies of its own, as in a real one."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.test import Client

MARKET = "localhost"


def host_of(slug=""):
    return f"{slug}.{MARKET}" if slug else MARKET


class Browser:
    """`slug` "" is the marketplace's host. CSRF is checked as in production."""

    def __init__(self):
        self.jars = {}

    def at(self, slug=""):
        return self.jars.setdefault(slug, Client(enforce_csrf_checks=True))

    def get(self, slug, path, data=None, **headers):
        return self.at(slug).get(path, data, headers={"host": host_of(slug)} | headers)

    def post(self, slug, path, data=None, **headers):
        """With the CSRF token of a form of that host."""
        client = self.at(slug)
        if "csrftoken" not in client.cookies:
            self.get(slug, "/auth/login")
        token = client.cookies["csrftoken"].value
        return client.post(
            path,
            {**(data or {}), "csrfmiddlewaretoken": token},
            headers={"host": host_of(slug)} | headers,
        )

    def post_bare(self, slug, path, data=None, **headers):
        """As another site's page would: without a token."""
        return self.at(slug).post(path, data or {}, headers={"host": host_of(slug)} | headers)

    def follow(self, response):
        """The page a redirect leads to, on whichever of our hosts that is."""
        parts = urlsplit(response["Location"])
        host = parts.hostname or response.wsgi_request.get_host()
        slug = "" if host == MARKET else host.removesuffix(f".{MARKET}")
        return self.get(slug, parts.path, parse_qs(parts.query, keep_blank_values=True))

    def cookie(self, slug, name):
        cookie = self.at(slug).cookies.get(name)
        return cookie.value if cookie else ""


def hidden(response, name):
    """The value of a hidden input of the page."""
    match = re.search(rf'name="{name}"\s+value="([^"]*)"', response.content.decode())
    assert match, f"no input {name}"
    return unescape(match[1])


def shown_in(response):
    """The checkout's inputs that say what its page showed of each shop."""
    inputs = re.findall(r'name="(shown-[^"]+)"\s+value="([^"]*)"', response.content.decode())
    return dict(inputs)


def text_of(response):
    """What a reader sees, in one line."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|template)\b.*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()
