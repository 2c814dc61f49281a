"""Where a guest went from a host with nothing in hand.

Back, a tab that was open before and a bookmark are no links of the host that has the cart: nothing
is carried by them. So a host remembers the last few to which it led somebody, and an empty cart is
fetched from there: `/cart?asked=n` says that n of them had nothing.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from marketplace.pages.shared.hosts import host_of, serves_everybody
from marketplace.requests.cookies import keep_private
from tenants.kernel.numbers import read_whole
from tenants.registry.hosts import site_url

COOKIE = "galleria_departures"
MOST = 3


def note_departure(request: HttpRequest, response: HttpResponse, host: str) -> HttpResponse:
    """The newest first; until the browser is closed."""
    hosts = [host, *(other for other in _hosts(request) if other != host)]
    keep_private(response, COOKIE, " ".join(hosts[:MOST]))
    return response


def way_to_ask(request: HttpRequest) -> str:
    """The address at the next of these hosts that brings its cart to here; "" after the last."""
    passed = read_whole(request.GET.get("asked", "")) or 0
    for number, host in enumerate(_hosts(request)[passed:], start=passed + 1):
        if host != host_of(request) and serves_everybody(host):
            back = f"{reverse('cart')}?{urlencode({'asked': number})}"
            query = urlencode({"to": host_of(request), "next": back})
            return f"{site_url(host)}{reverse('handoff-go')}?{query}"
    return ""


def _hosts(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(COOKIE, "").split()[:MOST]
