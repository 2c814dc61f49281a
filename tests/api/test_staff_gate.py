"""What is left to do over REST in a shop that is not open: api/staff.py asks, behind the role."""

import pytest

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tests.api.conftest import Api, assert_problem
from tests.factories.goods import make_product
from tests.factories.orders import make_order
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db
Status = Retailer.Status
LISTS = ("orders", "returns", "imports", "reviews/moderation")
SHUT = {"status": 403, "code": "shop-not-active"}


@pytest.fixture
def owner(books):
    return Api().login(make_member(books, "owner"))


def is_now(books, status):
    Retailer.objects.filter(pk=books.pk).update(status=status)


@pytest.mark.parametrize("name", LISTS)
def test_staff_read_in_a_suspended_shop_and_not_in_a_closed_one(name, books, owner):
    for status, served in ((Status.ACTIVE, 200), (Status.SUSPENDED, 200), (Status.CLOSED, 403)):
        is_now(books, status)
        assert owner.get(f"retailers/books/{name}/").status_code == served, status
    assert_problem(owner.get(f"retailers/books/{name}/"), **SHUT)


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.CLOSED])
def test_nothing_is_written_in_a_shop_that_is_not_open(status, books, owner):
    product = make_product(books, title="Mug")
    is_now(books, status)

    answers = [
        owner.patch(f"retailers/books/products/{product.uuid}/", {"title": "Jug"}, if_match="*"),
        owner.delete(f"retailers/books/products/{product.uuid}/", if_match="*"),
        owner.post("retailers/books/categories/", {"path": ["Jugs"]}),
        owner.post("retailers/books/imports/", {}),
    ]

    for answer in answers:
        assert_problem(answer, **SHUT)
    with use_retailer(books):
        product.refresh_from_db()
        assert (product.title, product.archived_at) == ("Mug", None)


@pytest.mark.parametrize(
    "path", ["orders/{}/transitions/", "retailers/books/orders/{}/transitions/"]
)
def test_an_order_is_finished_in_a_suspended_shop_and_not_in_a_closed_one(path, books, owner):
    path = path.format(make_order(books, make_product(books)).uuid)

    is_now(books, Status.CLOSED)
    assert_problem(owner.post(path, {"to": "processing"}), **SHUT)
    is_now(books, Status.SUSPENDED)
    assert owner.post(path, {"to": "processing"}).status_code == 200


def test_a_lesser_role_is_told_of_the_role_first(books):
    is_now(books, Status.SUSPENDED)
    analyst = Api().login(make_member(books, "analyst"))

    answer = analyst.post("retailers/books/categories/", {"path": ["Jugs"]})

    assert_problem(answer, status=403, code="not-allowed")
