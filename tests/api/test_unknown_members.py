"""What an operation has no member for is refused, and by whom it is not."""

import pytest

from api.openapi import operations
from api.schema import document
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Product
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.staff import make_member

EUR = {"currency": "EUR"}
NEWER = [
    operation["operationId"]
    for _method, path, operation in operations(document())
    if "requestBody" in operation and "/oscar/" not in path
]


@pytest.fixture
def owner(at, books):
    return at(books).login(make_member(books, "owner"))


def body_of(operation_id):
    """The schema of what it takes."""
    for _method, _path, operation in operations(document()):
        if operation["operationId"] == operation_id:
            (content,) = operation["requestBody"]["content"].values()
    name = content["schema"]["$ref"].rpartition("/")[2]
    return document()["components"]["schemas"][name]


@pytest.mark.parametrize("operation_id", NEWER)
def test_the_reference_says_so_of_each(operation_id):
    assert body_of(operation_id)["additionalProperties"] is False


def test_it_is_named_with_what_there_is_and_nothing_is_done(owner, books):
    answer = owner.post("products/", {"title": "Mug", "kind": "digital"})

    document = assert_problem(answer, status=400, code="validation-error")
    (message,) = document["errors"]["kind"]
    assert message.startswith("There is no such member; there are: price, price_before, on_hand,")
    with use_retailer(books):
        assert not Product.objects.exists()


def test_its_place_is_told_inside_another(owner):
    price = {"amount": "3.00", **EUR, "tax": "0.50"}
    answer = owner.post("products/", {"title": "Mug", "price": price})

    assert list(assert_problem(answer, status=400, code="validation-error")["errors"]) == [
        "price.tax"
    ]


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "x" * 5000, ""])
def test_whatever_it_is_called(owner, name):
    answer = owner.post("products/", {"title": "Mug", name: 1})
    assert_problem(answer, status=400, code="validation-error")


def test_what_a_read_answers_may_be_sent_back_as_it_is(owner, books):
    path = f"products/{make_product(books, title='Mug').uuid}/"
    read = owner.get(path)
    match = read.headers["ETag"]

    whole = read.json() | {"title": "Cup"}
    extra = whole.keys() & {"id", "stock", "variants", "rating"}
    assert len(extra) >= 3
    changed = owner.patch(
        path, {"title": "Cup", **{name: whole[name] for name in extra}}, if_match=match
    )
    assert (changed.status_code, changed.json()["title"]) == (200, "Cup")

    wrong = owner.patch(path, {"stock": {"available": True, "quantity": 99}}, if_match="*")
    document = assert_problem(wrong, status=400, code="validation-error")
    assert document["errors"] == {"stock": ["It cannot be changed here."]}


def test_a_new_thing_sends_nothing_back(owner, books):
    read = owner.get(f"products/{make_product(books).uuid}/").json()
    answer = owner.post("products/", {"title": "Other", "id": read["id"]})
    assert_problem(answer, status=400, code="validation-error")


def test_older_names_and_clients_of_oscar_may_send_more(books, at, api):
    product = str(make_product(books).uuid)
    extra = {"product": product, "quantity": 1, "colour": "red"}

    assert_problem(api.post("cart/items/", extra), status=400, code="validation-error")
    assert api.post("cart/add/", extra).status_code == 201
    assert api.post("/api/cart/add/", extra).status_code == 201
    sent_by_oscar = {
        "url": f"https://shop.example/products/{product}/",
        "quantity": 1,
        "options": [],
    }
    assert at(books).post("oscar/basket/add-product/", sent_by_oscar).status_code == 200


def test_who_has_no_such_thing_reads_that_and_not_what_it_holds(books):
    stranger = Api().login(make_customer())
    path = f"customers/addresses/{make_product(books).uuid}/"
    assert_problem(stranger.patch(path, {"id": "x"}, if_match="*"), status=404, code="not-found")
