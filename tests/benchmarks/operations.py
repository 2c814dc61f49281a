"""What is measured, by the names that the table shows."""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from marketplace.cart.cookies import CART_COOKIE
from marketplace.discovery.addresses import product_path
from marketplace.discovery.models import Listing, ListingVariant
from tests.benchmarks import people
from tests.benchmarks.client import Connection, Request, make_request
from tests.benchmarks.data import MATERIALS, MEASURED, NOUNS, SHOPS

MARKET = settings.MARKET_HOST
SHOP = f"{MEASURED}.{settings.MARKET_HOST}"
NEAR = "/api/v1/retailers/?latitude=52.52&longitude=13.40&radius=10"
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lind",
    "line1": "Hafenstrasse 3",
    "city": "Hamburg",
    "postcode": "20459",
    "country": "DE",
    "phone_number": "+4940123456",
}

Make = Callable[[int, int], Iterator[Request]]


@dataclass(frozen=True, slots=True)
class Operation:
    """`make(port, count)` yields requests; finite ones (`consumes`) are prepared beforehand.

    At most so many `statements` and `pings`, and at most that `share` of the CPU that
    django-oscar-api spends on the same; None: nothing is held against it.
    """

    name: str
    make: Make
    consumes: bool = False
    statements: int | None = None
    pings: float | None = None
    share: float | None = None
    page_of: str = ""  # the operation that answers the same over the API


def browse(path: str, host: str) -> Make:
    def make(port: int, count: int) -> Iterator[Request]:
        return itertools.repeat(make_request("GET", path, host))

    return make


def details(port: int, count: int) -> Iterator[Request]:
    listings = sorted({str(variant.listing_id) for variant in measured_variants()})
    requests = [make_request("GET", f"/api/v1/products/{uuid}/", MARKET) for uuid in listings]
    return itertools.cycle(requests)


def product_pages(port: int, count: int) -> Iterator[Request]:
    listings = Listing.objects.filter(retailer__slug=MEASURED).order_by("uuid")
    paths = [product_path(*names) for names in listings.values_list("slug", "short_id")]
    return itertools.cycle([make_request("GET", path, MARKET) for path in paths])


def searches(path: str) -> Make:
    def make(port: int, count: int) -> Iterator[Request]:
        chance = random.Random(1)
        words = [f"{chance.choice(MATERIALS)}+{chance.choice(NOUNS)}".lower() for _ in range(200)]
        return itertools.cycle([make_request("GET", f"{path}{text}", MARKET) for text in words])

    return make


def suggestions(port: int, count: int) -> Iterator[Request]:
    typed = [word[:length].lower() for word in [*NOUNS, *MATERIALS] for length in (2, 3, 4)]
    path = "/api/v1/search/suggestions/?search="
    return itertools.cycle([make_request("GET", f"{path}{text}", MARKET) for text in typed])


def additions(port: int, count: int) -> Iterator[Request]:
    bodies = [{"product": str(variant.uuid), "quantity": 1} for variant in measured_variants()]
    requests = [_post("cart/items/", body) for body in bodies]
    return itertools.cycle(requests)


def quotes(port: int, count: int) -> Iterator[Request]:
    carts = guests_carts(port)
    return itertools.cycle([_post("cart/quote/", {}, **{"X-Cart-Token": one}) for one in carts])


def cart_answers(port: int, count: int) -> Iterator[Request]:
    headers = [{"X-Cart-Token": token} for token in guests_carts(port)]
    requests = [make_request("GET", "/api/v1/cart/", MARKET, headers=one) for one in headers]
    return itertools.cycle(requests)


def cart_pages(port: int, count: int) -> Iterator[Request]:
    headers = [{"Cookie": f"{CART_COOKIE}={token}"} for token in guests_carts(port)]
    return itertools.cycle([make_request("GET", "/cart", MARKET, headers=one) for one in headers])


def guests_carts(port: int) -> list[str]:
    """Their tokens: 32 carts of two lines, so that clients seldom wait for each other's."""
    connection = Connection(port)
    contents = cart_contents(1)
    carts = [fill_cart(connection, next(contents)) for _ in range(32)]
    connection.close()
    return carts


def checkouts(shops: int) -> Make:
    """Carts of two lines a shop, filled over HTTP before the measured stretch begins."""

    def make(port: int, count: int) -> Iterator[Request]:
        connection = Connection(port)
        carts = cart_contents(shops)
        requests = [checkout(fill_cart(connection, next(carts))) for _ in range(count)]
        connection.close()
        return iter(requests)

    return make


def cart_contents(shops: int) -> Iterator[list[str]]:
    chance = random.Random(shops)
    slugs = [MEASURED, *(f"bench-{number:02}" for number in range(2, SHOPS + 1))][:shops]
    offers = [[str(variant.uuid) for variant in variants_of(slug)] for slug in slugs]
    while True:
        yield [product for shop in offers for product in chance.sample(shop, 2)]


def fill_cart(connection: Connection, products: list[str]) -> str:
    token = ""
    for product in products:
        headers = {"X-Cart-Token": token} if token else {}
        request = _post("cart/items/", {"product": product, "quantity": 1}, **headers)
        answer: Any = connection.send(request).json()
        token = answer["token"]
    return token


def checkout(token: str) -> Request:
    body = {
        "email": f"bench-{uuid.uuid4().hex}@example.com",  # a person orders a few times a day
        "shipping_address": ADDRESS,
        "payment_method": "cash_on_delivery",
    }
    keys = {"X-Cart-Token": token, "Idempotency-Key": str(uuid.uuid4())}
    return _post("checkout/", body, **keys)


def _post(path: str, body: object, **headers: str) -> Request:
    return make_request("POST", f"/api/v1/{path}", MARKET, expected=201, headers=headers, body=body)


def measured_variants() -> list[ListingVariant]:
    return variants_of(MEASURED)


def variants_of(slug: str) -> list[ListingVariant]:
    found = ListingVariant.objects.filter(listing__retailer__slug=slug)
    return list(found.order_by("uuid"))


OPERATIONS = [
    Operation("list", browse("/api/v1/products/", MARKET), statements=1, pings=5),
    Operation("shop-list", browse("/api/v1/products/", SHOP), statements=1, pings=5),
    Operation("detail", details, statements=1, pings=4.5),
    Operation("search", searches("/api/v1/products/?search="), statements=2, pings=10),
    Operation("add-to-cart", additions, statements=4, share=0.25),
    Operation("checkout-1", checkouts(1), consumes=True, statements=24, share=0.55),
    Operation("checkout-3", checkouts(3), consumes=True, statements=40, pings=130),
    Operation("shop-home", browse("/", SHOP), statements=4, pings=14),
    # Two of the six count tries: in PostgreSQL, where no Redis is.
    Operation("login", people.logins, statements=6, pings=720),
    Operation("suggestions", suggestions, statements=1, pings=9),
    Operation("categories", browse("/api/v1/categories/", MARKET), statements=1, pings=12),
    Operation("retailers-near", browse(NEAR, MARKET), statements=2, pings=16),
    Operation("orders-list", people.order_lists, statements=2, pings=26),
    Operation("review-create", people.reviews, consumes=True, statements=16, pings=85),
    Operation("quote", quotes, statements=8, pings=24),
    Operation("cart", cart_answers, statements=3),
    Operation("home-page", browse("/", MARKET), statements=7, page_of="list"),
    Operation("browse-page", browse("/products", MARKET), statements=4, page_of="list"),
    Operation("search-page", searches("/search?q="), statements=6, page_of="search"),
    Operation("product-page", product_pages, statements=5, page_of="detail"),
    Operation("cart-page", cart_pages, statements=4, page_of="cart"),
]
