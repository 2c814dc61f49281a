"""Opens addresses as one of the cast, and gathers all that came back."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from tenants.registry.context import use_market, use_retailer
from tests.isolation.cast import Cast, Member


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str


def browser(cast: Cast, member: Member, host: str) -> Client:
    """`host` is a shop's slug, or "" for the marketplace's; logged in there, but for guests."""
    retailer = cast.shops[host].retailer if host else None
    name = retailer.host if retailer else settings.MARKET_HOST
    client = Client(headers={"host": name, "user-agent": "cast"}, raise_request_exception=False)
    if member.user is not None:
        with use_retailer(retailer) if retailer else use_market():
            client.force_login(member.user)
    return client


def visit(client: Client, path: str, method: str = "GET", data: object = None) -> Answer:
    response = client.generic(method, path) if data is None else client.post(path, data)
    return read(response)


def read(response: HttpResponseBase) -> Answer:
    """Status, headers, cookies and body; the address asked for is the asker's own knowledge."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    text = f"{headers}\n{response.cookies.output()}\n{content.decode(errors='replace')}"
    return Answer(response.status_code, response.headers.get("Location", ""), text)
