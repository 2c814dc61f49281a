"""Schemathesis asks the whole reference odd questions, as everybody.

A run of `make test-all` asks some two thousand, each operation by one persona; `make fuzz` at
least 20,000, everything by everybody (FUZZ_ONLY="login search" asks these operations alone).
Each run is a process of its own against the live server; what it finds it prints with a `curl`
command that shows it again.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from api.contract.postman import ENDS_LOGINS
from api.openapi import operations
from api.schema import document
from marketplace.accounts import tokens
from marketplace.cart.models import CartLine
from marketplace.discovery.models import Listing
from marketplace.payments.checkout import place
from marketplace.purchases.models import RetailerOrder
from tenants.context import use_market, use_retailer
from tests.factories.accounts import make_customer
from tests.factories.goods import ADDRESS, fill_cart
from tests.factories.shops import make_product, make_variants
from tests.factories.staff import member

# The reference of the newest operations is still wider than what they take: not in `make test`.
pytestmark = pytest.mark.slow

CASES = int(os.environ.get("FUZZ_CASES", "2000"))
ONLY = os.environ.get("FUZZ_ONLY", "").split()  # operation ids
IS_NIGHTLY = "FUZZ_CASES" in os.environ
HERE = Path(__file__).parent / "fuzz"
GENERATED = re.compile(r"(\d+) generated")
ONCE = "examples,coverage"  # what follows from the reference alone
DEPTHS = [2, 8, 32, 128, 512]


@dataclass
class Persona:
    name: str
    host: str
    bearer: str


@pytest.fixture(autouse=True)
def prompt_server(monkeypatch):
    """Answers leave at once: they are sent in two parts, and the second would wait for 40 ms."""
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)


@pytest.fixture
def personas(transactional_db, books, coffee, monkeypatch):
    """The customer has a cart and orders; staff and stranger ask on the shop's host."""
    monkeypatch.setattr(tokens.AccessToken, "lifetime", timedelta(hours=12))
    thing = make_product(books, stock=None)
    make_variants(books, variants=[{"options": {"Size": "L"}, "price": "9.00", "stock": 3}])
    customer = make_customer("fuzz@mail.example")
    buy(customer, thing)
    fill_cart(thing.uuid, user=customer)
    return [
        persona("guest", None, None),
        persona("customer", customer, None),
        persona("staff", member(books, "owner"), books),
        persona("stranger", member(coffee, "owner"), books),
    ]


def buy(customer, thing):
    place(
        shopper=fill_cart(thing.uuid, user=customer),
        email=customer.email,
        retailers=None,
        fulfilment={},
        shipping_address=ADDRESS,
        payment_method="cash_on_delivery",
    )


def persona(name, user, shop):
    with use_retailer(shop) if shop else use_market():
        bearer = tokens.issue(user=user, device="fuzz").access if user else ""
    return Persona(name, shop.host if shop else "localhost", bearer)


def known_ids():
    """By the segment of a path before an id, or the name of a member of a body."""
    listings = [str(uuid) for uuid in Listing.objects.values_list("uuid", flat=True)]
    items = [str(uuid) for uuid in CartLine.objects.values_list("uuid", flat=True)]
    orders = RetailerOrder.objects.values_list("uuid", "purchase__uuid")
    return {
        "products": listings,
        "product": listings,
        "items": items,
        "lines": items,
        "orders": [str(uuid) for uuid, _ in orders],
        "order": [str(uuid) for uuid, _ in orders],
        "purchases": [str(uuid) for _, uuid in orders],
        "retailers": ["books", "coffee"],
        "groups": ["books", "coffee"],
    }


class Asking:
    """Runs of schemathesis; `asked` counts their cases."""

    def __init__(self, url, folder):
        self.url, self.folder, self.asked = url, folder, 0
        self.found = []

    def run(self, persona, names, phases, depth=1):
        """Ask these operations as this persona, each with `depth` random cases in each phase."""
        names = [name for name in names if not (persona.bearer and name in ENDS_LOGINS)]
        if not names:
            return
        done = subprocess.run(
            self.command(persona, names, phases, depth),
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "tests.api.fuzz.hooks",
                "FUZZ_IDS": json.dumps(known_ids()),
                "PYTHONPATH": str(HERE.parents[2]),
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        self.asked += int(GENERATED.search(told)[1])
        if done.returncode:
            self.found.append(f"as {persona.name}:\n{told}")

    def command(self, persona, names, phases, depth):
        command = [Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml"]
        command += ["run", f"{self.url}/api/schema/", "--url", self.url]
        command += ["-H", f"Host: {persona.host}"]
        command += ["--phases", phases, "--max-examples", str(depth)]
        command += [word for name in names for word in ("--include-operation-id", name)]
        if persona.bearer:
            command += ["-H", f"Authorization: Bearer {persona.bearer}"]
        return command


def test_nothing_that_can_be_asked_is_answered_otherwise_than_told(
    live_server, personas, settings, tmp_path
):
    settings.API_THROTTLES = dict.fromkeys(settings.API_THROTTLES, (10**9, 900))
    asking = Asking(live_server.url.replace("127.0.0.1", "localhost"), tmp_path)
    names = ONLY or [operation["operationId"] for _, _, operation in operations(document())]
    for turn, one in enumerate(personas):
        asking.run(one, names if IS_NIGHTLY else names[turn :: len(personas)], ONCE)
    for one in personas if IS_NIGHTLY else personas[:2]:
        asking.run(one, names, "stateful", depth=5)
    for depth in DEPTHS:
        for one in personas:
            if asking.asked < CASES:
                asking.run(one, names, "fuzzing", depth)
    assert asking.found == [], "\n".join(asking.found)
    print(f"{asking.asked} cases")
    assert asking.asked >= CASES
