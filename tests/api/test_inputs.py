"""A body may hold what the reference tells, and nothing else."""

import importlib
import pkgutil

import pytest
from rest_framework import serializers

import api.v1
from api.inputs import Input, decimal_pattern
from tests.api.conftest import Api, assert_problem
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import make_member


class PieceInput(Input):
    size = serializers.FloatField(required=False)


class ThingInput(Input):
    name = serializers.CharField(required=False)
    count = serializers.IntegerField(required=False, allow_null=True)
    is_new = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(choices=["1", "2"], required=False)
    price = serializers.DecimalField(5, 2, min_value=0, max_value=100, required=False)
    tags = serializers.ListField(child=serializers.CharField(), required=False)
    wishes = serializers.DictField(child=serializers.BooleanField(), required=False)
    pieces = serializers.ListField(child=PieceInput(), required=False)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "5", "count": 5, "is_new": False, "kind": "1", "price": "99.99"},
        {"count": 5.0},
        {"count": None},
        {"price": "100.00"},
        {"tags": ["a"], "wishes": {"a": True}, "pieces": [{"size": 1}, {"size": 1.5}]},
    ],
)
def test_what_the_reference_tells_is_taken(body):
    form = ThingInput(data=body)

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": 5}, "name"),
        ({"count": "5"}, "count"),
        ({"count": 5.5}, "count"),
        ({"count": True}, "count"),
        ({"is_new": "true"}, "is_new"),
        ({"is_new": 1}, "is_new"),
        ({"kind": 1}, "kind"),
        ({"price": 5}, "price"),
        ({"price": "1e1"}, "price"),
        ({"price": "100.01"}, "price"),
        ({"price": "-1"}, "price"),
        ({"price": ""}, "price"),
        ({"tags": ["a", 5]}, "tags"),
        ({"wishes": {"a": "yes"}}, "wishes"),
        ({"pieces": [{"size": "1"}]}, "pieces"),
        ({"unknown": 5}, "unknown"),
        ({"pieces": [{"size": 1, "weight": 2}]}, "pieces"),
    ],
)
def test_another_type_is_refused_by_its_field(body, place):
    form = ThingInput(data=body)

    assert not form.is_valid()
    assert list(form.errors) == [place]


def test_the_place_within_a_list_is_told(api):
    product = "4c1ff3a2-7d6a-4b0c-93a8-0d0f3f6d2d11"
    answer = api.post("cart/items/", {"items": [{"product": product, "quantity": "1"}]})

    document = assert_problem(answer, status=400, code="validation-error")
    assert list(document["errors"]) == ["items.0.quantity"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("auth/logout/", "refresh"),
        ("cart/merge/", "token"),
        ("cart/vouchers/", "code"),
        ("orders/{order}/return/", "reason"),
        ("reviews/{review}/moderate/", "is_shown"),
    ],
)
def test_a_body_of_another_type_is_refused_before_anything_is_done(books, customer, path, field):
    product = make_product(books)
    order = hand_over(make_order(books, product, user=customer))
    api = Api().login(customer)
    review = api.post("reviews/", {"product": str(product.uuid), "rating": 5}).json()["id"]
    if "moderate" in path:
        api = Api().login(make_member(books, "owner"))

    answer = api.post(path.format(order=order.uuid, review=review), {field: ["no such thing"]})

    document = assert_problem(answer, status=400, code="validation-error")
    assert list(document["errors"]) == [field]


def test_a_decimal_with_bounds_is_told_as_a_pattern():
    assert decimal_pattern(ThingInput().fields["price"]) == (
        r"^([0-9]{1,2}(\.[0-9]{1,2})?|100(\.0{1,2})?)$"
    )


def test_every_body_of_the_api_is_such_an_input():
    for module in pkgutil.walk_packages(api.v1.__path__, "api.v1."):
        importlib.import_module(module.name)
    others = [
        kind.__qualname__
        for kind in subclasses(serializers.Serializer)
        if kind.__module__.startswith("api.v1.") and kind.__name__.endswith("Input")
        if not issubclass(kind, Input)
    ]
    assert others == []


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)
