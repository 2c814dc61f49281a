"""Older addresses, as older clients call them: each is one line that leads to its successor.

The successor's own view answers, so whoever may call it, its limits, keys and answers are the
same. The OpenAPI document has them marked as deprecated, each as its successor but for examples.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern

from api.deprecation import BASE, View, alias
from api.openapi import OLDER_HEADERS, SUCCESSOR, Node
from api.v1.urls import urlpatterns as successors

PARAMETER = re.compile(r"<\w+:(\w+)>")


def filled_later(route: str) -> str:
    """ "orders/<uuid:id>/" -> "orders/{id}/"."""
    return PARAMETER.sub(r"{\1}", route)


@dataclass(frozen=True, slots=True)
class Alias:
    """`address` is below /api/, `successor` below /api/v1/, as its own route is written.

    `methods` says which of the successor's methods an older one stands for; those that it does
    not name are passed on as they are. `only` are those that it ever had, where not all.
    """

    address: str
    successor: str
    methods: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """As the OpenAPI document writes it."""
        return f"/api/{filled_later(self.address)}"

    @property
    def successor_path(self) -> str:
        return f"{BASE}{filled_later(self.successor)}"

    @property
    def route(self) -> str:
        return self.successor.partition("?")[0]

    def stand_ins(self, documented: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """(its method, the successor's) of each that the successor's path item documents."""
        renamed = {own.lower(): other.lower() for own, other in self.methods.items()}
        names = [name.lower() for name in self.only] or renamed or documented
        return ((name, renamed.get(name, name)) for name in names)


REMOVE = {"POST": "DELETE"}

ALIASES = [
    # without a version
    Alias("auth/register/", "auth/register/"),
    Alias("auth/login/", "auth/login/"),
    Alias("auth/logout/", "auth/logout/"),
    Alias("auth/request-otp/", "auth/request-otp/"),
    Alias("auth/verify-otp/", "auth/verify-otp/"),
    Alias("products/", "products/"),
    Alias("products/<uuid:id>/", "products/<uuid:id>/"),
    Alias("products/bulk-upload/", "imports/"),
    Alias("categories/", "categories/"),
    Alias("cart/", "cart/"),
    Alias("cart/add/", "cart/items/"),
    Alias("cart/add_item/", "cart/items/"),
    Alias("cart/update_item/", "cart/update_item/"),
    Alias("cart/remove_item/", "cart/remove_item/"),
    Alias("checkout/", "checkout/"),
    Alias("orders/", "orders/"),
    Alias("orders/<uuid:id>/", "orders/<uuid:id>/"),
    # of version 1
    Alias("v1/auth/token/", "auth/login/"),
    Alias("v1/auth/token/refresh/", "auth/refresh/"),
    Alias("v1/auth/forgot-password/", "auth/password/reset/"),
    Alias("v1/auth/reset-password/", "auth/password/reset/confirm/"),
    Alias("v1/auth/profile/", "users/me/"),
    Alias("v1/auth/users/", "users/"),
    Alias("v1/auth/users/<uuid:id>/", "users/<uuid:id>/"),
    Alias("v1/auth/users/me/", "users/me/"),
    Alias("v1/auth/users/me/sessions/", "users/me/sessions/"),
    Alias("v1/customers/profile/", "users/me/"),
    Alias("v1/products/search/", "search/products/"),
    Alias(
        "v1/products/category/<slug:category>/",
        "products/?category=<slug:category>",
        only=("GET",),
    ),
    Alias("v1/products/categories/", "categories/"),
    Alias("v1/products/categories/<slug:slug>/", "categories/<slug:slug>/"),
    Alias("v1/products/categories/<slug:slug>/filters/", "categories/<slug:slug>/filters/"),
    Alias("v1/products/bulk-upload/", "imports/"),
    Alias("v1/cart/add/", "cart/items/"),
    Alias("v1/cart/add_item/", "cart/items/"),
    Alias("v1/cart/update/", "cart/update_item/"),
    Alias("v1/cart/remove/<uuid:id>/", "cart/items/<uuid:id>/", REMOVE),
    Alias("v1/cart/clear/", "cart/", REMOVE),
    Alias("v1/promotions/apply-coupon/", "cart/vouchers/"),
    Alias("v1/promotions/active/", "promotions/"),
]


def views_by_route() -> dict[str, View]:
    return {
        str(entry.pattern): entry.callback for entry in successors if isinstance(entry, URLPattern)
    }


def patterns() -> Iterator[URLPattern]:
    """A successor that is not there is told at once: KeyError."""
    views = views_by_route()
    for entry in ALIASES:
        yield alias(
            entry.address,
            views[entry.route],
            name=f"older-{entry.address.replace(':', '-')}",
            successor=entry.successor_path.removeprefix(BASE),
            methods=entry.methods,
        )


urlpatterns = list(patterns())


def describe_aliases(result: Node, **_: Any) -> Node:
    """The last step of the OpenAPI document: what it says of a successor it says of its aliases."""
    for entry in ALIASES:
        documented = result["paths"][f"{BASE}{filled_later(entry.route)}"]
        result["paths"][entry.path] = {
            own: _describe(entry, own, documented[other])
            for own, other in entry.stand_ins(documented)
        }
    result["components"].setdefault("headers", {}).update(OLDER_HEADERS)
    return result


def _describe(entry: Alias, method: str, successor: Node) -> Node:
    operation: Node = without_examples(successor)
    words = re.sub(r"\W+", "_", entry.path.removeprefix("/api/")).strip("_")
    references = {name: {"$ref": f"#/components/headers/{name}"} for name in OLDER_HEADERS}
    for response in operation["responses"].values():
        if "$ref" not in response:
            response.setdefault("headers", {}).update(references)
    operation.update(
        operationId=f"older_{words}_{method}",
        summary=f"The same as `{entry.successor_path.removeprefix(BASE)}`",
        parameters=_parameters_of(entry, operation),
        deprecated=True,
    )
    operation[SUCCESSOR] = successor["operationId"]
    return operation


def without_examples(node: Any) -> Any:
    """A copy; the examples are its successor's."""
    if isinstance(node, dict):
        return {name: without_examples(inner) for name, inner in node.items() if name != "examples"}
    return [without_examples(entry) for entry in node] if isinstance(node, list) else node


def _parameters_of(older: Alias, operation: Node) -> list[Node]:
    """The successor's; what the older path says is no question any more."""
    in_path = set(PARAMETER.findall(older.address)) - set(PARAMETER.findall(older.route))
    parameters = [
        entry for entry in operation.get("parameters", []) if entry.get("name") not in in_path
    ]
    named: list[Node] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in sorted(in_path)
    ]
    return [*named, *parameters]
