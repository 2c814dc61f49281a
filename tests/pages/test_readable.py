"""What pages answer to how they are asked, and to what no column holds."""

import pytest

from tests.factories.goods import make_product
from tests.factories.staff import open_staff_browser
from tests.pages.browser import Browser, host_of
from tests.pages.test_product import path_of

pytestmark = pytest.mark.django_db


def head(slug, path):
    return Browser().at(slug).head(path, headers={"host": host_of(slug)})


LISTS = ["/products", "/search", "/retailers", "/retailers/books"]


@pytest.mark.parametrize("path", [*LISTS, "/", "/cart", "/auth/login"])
def test_who_asks_for_the_head_of_a_page_gets_it_without_a_body(books, path):
    """Previews of links, monitors and scanners of mail ask by HEAD first."""
    make_product(books, "Mug")

    answer = head("", path)

    assert answer.status_code == 200
    assert answer.content == b""


def test_a_product_has_a_head_at_the_shop_and_at_the_marketplace(books):
    path = path_of(make_product(books, "Mug"))

    assert head("", path).status_code == 200
    assert head("books", path).status_code == 200


@pytest.mark.parametrize("name", ["q", "category", "brand", "retailer"])
@pytest.mark.parametrize("path", LISTS)
def test_a_nul_in_an_address_is_refused(books, path, name):
    answer = Browser().get("", f"{path}?{name}=mug%00")

    assert answer.status_code == 400
    assert b"<h1" in answer.content


def test_a_nul_in_a_form_is_refused(books):
    answer = Browser().post("", "/auth/register", {"email": "a\0b@books.example"})

    assert answer.status_code == 400


def test_a_nul_in_what_staff_look_for_or_write_is_refused(books):
    staff = open_staff_browser(books, "manager")

    assert staff.get("/seller/orders?q=%00").status_code == 400
    for path in ("/seller/orders/%00", "/seller/orders/%00/invoice", "/dashboard/orders/1%00/"):
        assert staff.get(path).status_code == 400
    assert staff.post("/seller/orders/1/move", {"to": "packed", "note": "\0"}).status_code == 400


@pytest.mark.parametrize("path", [f"/catalogue/mug_{'9' * 5000}", f"/documents/{'9' * 5000}/a"])
def test_a_path_without_end_is_refused(books, path):
    assert Browser().get("books", path).status_code == 400


def test_the_api_tells_which_value_holds_a_nul(books):
    answer = Browser().get("", "/api/v1/products/?brand=%00")

    assert answer.status_code == 400
    assert "brand" in answer.json()["errors"]
