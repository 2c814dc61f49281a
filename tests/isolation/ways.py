"""Ways on a page to another of our hosts that lose login and cart (docs/decisions/0011)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

from tests.isolation.visiting import Answer
from tests.pages.browser import host_of

FOLLOWED = ("href", "action", "formaction", "hx-get", "hx-post")
# For search engines, not for people.
UNFOLLOWED = ("canonical", "alternate")
HAND_OFF = "/handoff/"


class Ways(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ways: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("rel") not in UNFOLLOWED:
            self.ways += [values[name] or "" for name in FOLLOWED if name in values]


def ways_of(answer: Answer) -> list[str]:
    """Of links, forms and redirects."""
    parser = Ways()
    parser.feed(answer.text)
    return [*parser.ways, answer.location]


def bare_crossings(answer: Answer, slug: str) -> Iterator[str]:
    """`slug`: of the shop on whose host it was answered, "" for the marketplace's."""
    for way in ways_of(answer):
        parts = urlsplit(way)
        host = parts.hostname or host_of(slug)
        is_ours = host == settings.MARKET_HOST or host.endswith(f".{settings.MARKET_HOST}")
        if is_ours and host != host_of(slug) and not parts.path.startswith(HAND_OFF):
            yield f"{way} loses the cart"
