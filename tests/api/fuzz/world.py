"""What there is to ask about, and who asks."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from marketplace.accounts.logins import tokens
from marketplace.accounts.models import TokenFamily
from marketplace.cart.models import CartLine
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_market, use_retailer
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.isolation.cast import make_cast
from tests.isolation.operations import rows

SPARES = 150  # accounts for the operations that end a login
# The name of a member or parameter, where it is not that of a thing in tests/isolation.
THINGS = {
    "category": "market_category",
    "id": "shopper_item",
    "images": "picture",
    "items": "shopper_item",
    "product_id": "product",
    "purchase": "shopper_purchase",
    "retailer": "slug",
    "retailers": "slug",
}


@dataclass
class Persona:
    name: str
    host: str
    bearer: str
    spares: list[dict[str, str]] = field(default_factory=list)


def make_world(books, coffee) -> Any:
    """The cast of the isolation tests, with more goods and orders of the customer's.

    Some get lost on the way: staff archive products, customers cancel orders.
    """
    cast = make_cast(books, coffee)
    shopper = cast.members["shopper"].user
    more = [make_product(books, stock=None) for _ in range(8)]
    for product in more:
        make_order(books, product, user=shopper)
    delivered = [hand_over(make_order(books, product, user=shopper)) for product in more]
    fill_cart(*(product.uuid for product in more), user=shopper)
    books_things = cast.shops["books"].ids
    books_things["product"] = [books_things["product"], *(one.uuid for one in more)]
    orders = RetailerOrder.objects.filter(retailer=books, purchase__user=shopper)
    books_things["shopper_order"] = list(orders.values_list("uuid", flat=True))
    books_things["shopper_shipped"] = [order.uuid for order in delivered]
    items = CartLine.objects.filter(basket__retailer=books, basket__cart__user=shopper)
    books_things["shopper_item"] = list(items.values_list("uuid", flat=True))
    return cast


def make_persona(name, cast, books) -> Persona:
    """The customer asks at the marketplace, staff and stranger on the shop's host."""
    role = {"guest": "guest", "customer": "shopper", "staff": "owner", "stranger": "stranger"}
    user = cast.members[role[name]].user
    shop = books if name in ("staff", "stranger") else None
    with use_retailer(shop) if shop else use_market():
        return Persona(
            name,
            shop.host if shop else "localhost",
            tokens.issue(user=user, device="fuzz").access if user else "",
            [spare() for _ in range(SPARES)] if user else [],
        )


def spare() -> dict[str, str]:
    user = make_customer()
    bearer = tokens.issue(user=user, device="fuzz").access
    return {"bearer": bearer, "session": str(TokenFamily.objects.get(user=user).uuid)}


def last_long(monkeypatch):
    monkeypatch.setattr(tokens.AccessToken, "lifetime", timedelta(hours=12))


def known_values(cast) -> dict[str, dict[str, list[str]]]:
    """By path of an operation and its parameter, and under "" by a member of a body.

    The rows of tests/isolation/operations.py tell what is meant by each parameter.
    """
    things = cast.shops["books"].ids
    found: dict[str, dict[str, list[str]]] = {
        f"/api/v1/{row.path}": {
            name: texts(things.get(thing, thing)) for name, thing in row.things.items()
        }
        for row in rows()
    }
    names = {name: name for name in ("product", "parent", "variant", "promotion")} | THINGS
    found[""] = {name: texts(things[thing]) for name, thing in names.items()}
    found[""] |= {
        "password": [PASSWORD],
        "current_password": [PASSWORD],
        "identifier": [cast.members["shopper"].user.email],
        "If-Match": ["*"],
        "X-Cart-Token": [str(cast.cart_tokens["guest"])],
        "X-Order-Token": [cast.order_tokens["guest"]],
    }
    return found


def texts(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value])]
