"""A name is something to see: one rule for pages, API and imports."""

import re
import sys

import pytest
from django.core.exceptions import ValidationError

from marketplace.pages.account.forms import DetailsForm
from marketplace.pages.market.application_form import ApplicationForm
from marketplace.pages.shared.forms import AddressForm
from marketplace.purchases.errors import AddressNeeded
from tenants.feeds.services import import_catalogue
from tenants.kernel import names
from tenants.kernel.errors import Invalid
from tenants.kernel.names import (
    VISIBLE,
    is_visible,
    name_key,
    options_key,
    require_visible,
    seen_form,
)
from tenants.registry.context import use_retailer
from tenants.registry.services import apply_for_shop, change_profile
from tenants.shop.dashboard.forms import CategoryForm, ProductForm
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.orders import check_out
from tests.factories.staff import make_member

INVISIBLE = [
    *("\u200b", "\u200c\u200d", "\u00ad", "\u2800\u2800", "\u3164", "\uffa0", "\u115f\u1160"),
    *("\ufeff", "\u2060 \u200b", "\u202e", "\ufe0f", "\u180e", "\U000e0041", "\u034f"),
]
PERSIAN, HINDI, KOREAN = "\u0645\u06cc\u200c\u062e", "\u0915\u094d\u200d\u0937", "\u1112\u1161"
SEEN_NAMES = ["Ada", PERSIAN, HINDI, KOREAN, "7", "\u5c71", "\u2764\ufe0f", "co\u00adoperate"]


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_letters_that_leave_no_mark_are_no_name(text):
    assert not is_visible(text)
    with pytest.raises(ValidationError, match="can be seen"):
        require_visible(text)


@pytest.mark.parametrize("text", SEEN_NAMES, ids=ascii)
def test_a_word_keeps_the_joiners_that_its_script_needs(text):
    assert is_visible(text)
    require_visible(text)
    assert re.search(VISIBLE, text)


def test_whether_a_name_may_be_empty_is_another_rule():
    require_visible("")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (DetailsForm, "first_name"),
        (DetailsForm, "last_name"),
        (AddressForm, "first_name"),
        (AddressForm, "last_name"),
        (ApplicationForm, "name"),
        (ApplicationForm, "contact_name"),
    ],
)
def test_a_page_says_so_beside_the_field(form, name, db):
    assert "Use letters that can be seen." in form({name: "\u200b"}).errors[name]


@pytest.mark.parametrize(("form", "name"), [(ProductForm, "title"), (CategoryForm, "name")])
def test_so_does_the_desk(form, name, books):
    with use_retailer(books):
        assert "Use letters that can be seen." in form({name: "\u2800"}).errors[name]


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("patch", "users/me/", "first_name"),
        ("post", "customers/addresses/", "last_name"),
        ("post", "auth/register/retailer/", "name"),
        ("post", "auth/register/", "first_name"),
        ("post", "retailers/books/products/", "title"),
        ("patch", "retailers/books/products/{}/", "title"),
    ],
)
def test_the_api_names_the_member(method, path, name, books, db):
    api = Api().login(make_member(books, "owner"))
    path = path.format(make_product(books).uuid)

    answer = getattr(api, method)(path, {name: "\u3164"}, if_match="*")

    assert_problem(answer, status=400, code="validation-error")
    assert answer.json()["errors"][name] == ["Use letters that can be seen."]


def test_a_shop_has_no_such_name_whoever_calls(books):
    with pytest.raises(Invalid) as refused:
        apply_for_shop(name="\u200b", slug="unseen", owner_email="o@unseen.example")
    assert list(refused.value.fields) == ["name"]
    with pytest.raises(Invalid):
        change_profile(retailer=books, name="\u00ad")
    books.refresh_from_db()
    assert books.name == "Northgate Books"


def test_an_import_refuses_the_row_and_takes_the_others(books, tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text("title,price\n\u2800,3.00\nMug,4.00\n", encoding="utf-8")

    report = import_catalogue(retailer=books, path=file)

    assert (report.imported_rows, report.refused_rows) == (1, 1)


def test_a_customer_keeps_a_name_with_a_joiner(db):
    user = make_customer()

    answer = Api().login(user).patch("users/me/", {"first_name": PERSIAN}, if_match="*")

    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.first_name == PERSIAN


@pytest.mark.parametrize("name", ["first_name", "city"])
def test_a_parcel_goes_to_nobody_unseen(name, books):
    shopper = fill_cart(make_product(books).uuid)

    with pytest.raises(AddressNeeded) as refused:
        check_out(shopper, shipping_address=ADDRESS | {name: "\u2800\u200b"})

    assert list(refused.value.fields) == [f"shipping_address.{name}"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Mug", " MUG "),
        ("Café", "cafe\u0301"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("a  b\u00a0c", "A B C"),
        ("so\u00adft\u200b", "soft"),
    ],
)
def test_names_that_people_read_as_one_are_one(name, other):
    assert seen_form(name) == seen_form(other)
    assert name_key(name) == name_key(other)
    assert options_key({name: "x", "b": other}) == options_key({"B": name, other: "X"})


def test_what_leaves_no_mark_goes_from_a_name_and_spaces_stay():
    letters = "".join(map(chr, range(sys.maxunicode + 1)))
    visible = "".join(letter for letter in letters if letter.isspace() or is_visible(letter))
    assert names._INVISIBLE_BUT_SPACE.sub("", letters) == visible


@pytest.mark.parametrize(
    ("name", "other"), [("m²", "m2"), ("a b", "ab"), ("Mug", "Mugs"), ("é", "e")]
)
def test_others_are_not(name, other):
    assert name_key(name) != name_key(other)
