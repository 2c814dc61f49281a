"""The same operations against django-oscar-api as it comes."""

import itertools
import json
import urllib.request
from collections.abc import Iterator
from http.cookies import SimpleCookie

from tests.benchmarks.client import Request, make_request
from tests.benchmarks.operations import ADDRESS

HOST = "localhost"


def lists(port: int, count: int) -> Iterator[Request]:
    return itertools.repeat(make_request("GET", "/api/products/", HOST))


def details(port: int, count: int) -> Iterator[Request]:
    paths = [product.partition(f":{port}")[2] for product in buyable(port)]
    return itertools.cycle([make_request("GET", path, HOST) for path in paths])


def baskets(port: int, count: int) -> Iterator[Request]:
    """32 of two lines, as ours."""
    products = itertools.cycle(buyable(port))
    cookies = [_fill(port, [next(products), next(products)]) for _ in range(32)]
    address = f"127.0.0.1:{port}"
    requests = [make_request("GET", "/api/basket/", address, headers=header) for header in cookies]
    return itertools.cycle(requests)


def additions(port: int, count: int) -> Iterator[Request]:
    return itertools.cycle([_add(product, {}) for product in buyable(port)])


def checkouts(port: int, count: int) -> Iterator[Request]:
    products = itertools.cycle(buyable(port))
    requests = [_checkout(port, [next(products), next(products)]) for _ in range(count)]
    return iter(requests)


def buyable(port: int) -> list[str]:
    """Addresses of products without variants, as the list names them."""
    found, address = [], f"http://127.0.0.1:{port}/api/products/"
    while address and len(found) < 200:
        page = json.load(urllib.request.urlopen(address))
        for product in page["results"]:
            if product["structure"] == "standalone":
                found.append(product["url"])
        address = page["next"]
    return found


def _add(product: str, headers: dict[str, str]) -> Request:
    body = {"url": product, "quantity": 1}
    return make_request("POST", "/api/basket/add-product/", HOST, headers=headers, body=body)


def _fill(port: int, products: list[str]) -> dict[str, str]:
    """The cookies of a new basket with these in it, as a header."""
    headers: dict[str, str] = {}
    for product in products:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/basket/add-product/",
            data=json.dumps({"url": product, "quantity": 1}).encode(),
            headers={"Content-Type": "application/json", **headers},
        )
        with urllib.request.urlopen(request) as answer:
            cookies = SimpleCookie()
            for line in answer.headers.get_all("Set-Cookie") or []:
                cookies.load(line)
        if cookies:
            pairs = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
            headers = {"Cookie": pairs}
    return headers


def _checkout(port: int, products: list[str]) -> Request:
    headers = _fill(port, products)
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{port}/api/basket/", headers=headers)
    ) as answer:
        basket = json.load(answer)
    country = f"http://127.0.0.1:{port}/api/countries/DE/"
    address = {
        "first_name": ADDRESS["first_name"],
        "last_name": ADDRESS["last_name"],
        "line1": ADDRESS["line1"],
        "line4": ADDRESS["city"],
        "postcode": ADDRESS["postcode"],
        "country": country,
    }
    body = {
        "basket": basket["url"],
        "guest_email": "bench@example.com",
        "shipping_address": address,
    }
    return make_request("POST", "/api/checkout/", f"127.0.0.1:{port}", headers=headers, body=body)
