"""The wishlist over REST: saved once, at the price of that moment, shared by a link."""

import uuid
from decimal import Decimal
from functools import partial

import pytest

from marketplace.wishlists import services
from marketplace.wishlists.models import WishlistItem
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.services import archive_product
from tenants.shop.partner.services import set_price
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, make_variants
from tests.factories.threads import at_once

LIST = "customers/wishlist/"


@pytest.fixture
def owner(db):
    return Api().login(make_customer(first_name="Ada", last_name="Lind"))


@pytest.fixture
def mug(books):
    return make_product(books, title="Mug", price="12.50")


def add(api, product):
    return api.post(LIST, {"product": str(product.uuid)})


def price(product, retailer, amount):
    with use_retailer(retailer):
        set_price(product=product, price=Decimal(amount))


def test_it_is_saved_once_at_the_price_of_that_moment(owner, mug, books):
    assert add(owner, mug).status_code == 201
    price(mug, books, "9.00")
    assert add(owner, mug).status_code == 200
    [wish] = owner.get(LIST).json()["results"]
    assert (wish["saved_price"]["amount"], wish["price"]["amount"]) == ("12.50", "9.00")
    assert wish["has_dropped"] is True
    price(mug, books, "15.00")
    assert owner.get(LIST).json()["results"][0]["has_dropped"] is False


def test_put_check_and_remove_by_the_products_id(owner, mug):
    check, item = f"{LIST}check/{mug.uuid}/", f"{LIST}items/{mug.uuid}/"
    assert owner.get(check).json()["is_saved"] is False
    assert owner.send("put", item, None, {}).status_code == 201
    assert owner.get(check).json()["is_saved"] is True
    assert owner.delete(item).status_code == 204
    assert owner.get(check).json()["is_saved"] is False
    assert_problem(owner.delete(item), status=404, code="not-found")


def test_a_variant_stands_for_its_product(owner, books):
    variants = [{"options": {"Size": size}, "price": "9.00", "stock": 1} for size in "SL"]
    parent, [small, _] = make_variants(books, variants=variants)
    assert add(owner, small).json()["product"] == str(parent.uuid)


def test_what_is_not_for_sale_any_more_stays_by_its_title(owner, mug, books):
    add(owner, mug)
    with use_retailer(books):
        archive_product(product=mug)
    [wish] = owner.get(LIST).json()["results"]
    assert (wish["title"], wish["is_for_sale"], wish["price"]) == ("Mug", False, None)
    assert_problem(add(owner, mug), status=404, code="not-found")
    unknown = owner.post(LIST, {"product": str(uuid.uuid4())})
    assert_problem(unknown, status=404, code="not-found")


def test_it_is_one_over_all_shops_and_narrowed_on_a_shops_host(owner, at, books, coffee):
    user = make_customer()
    here = Api().login(user)
    for shop in (books, coffee):
        add(here, make_product(shop))
    assert len(here.get(LIST).json()["results"]) == 2
    at_books = at(books).login(user)
    assert [w["retailer"]["slug"] for w in at_books.get(LIST).json()["results"]] == ["books"]
    assert_problem(add(at_books, make_product(coffee)), status=404, code="not-found")


def test_a_strangers_list_is_another(owner, mug):
    add(owner, mug)
    stranger = Api().login(make_customer())
    assert stranger.get(LIST).json()["results"] == []
    gone = stranger.delete(f"{LIST}items/{mug.uuid}/")
    assert_problem(gone, status=404, code="not-found")
    assert WishlistItem.objects.count() == 1


def test_a_guest_has_none(api, mug):
    for answer in (api.get(LIST), add(api, mug), api.post(f"{LIST}share/")):
        assert_problem(answer, status=401, code="not-authenticated")


def test_whoever_has_the_link_reads_the_list_until_it_is_ended(owner, mug, api):
    add(owner, mug)
    shared = owner.post(f"{LIST}share/").json()
    assert owner.post(f"{LIST}share/").json() == shared
    body = api.get(f"{LIST}shared/{shared['token']}/").json()
    assert (body["owner"], [wish["title"] for wish in body["results"]]) == ("Ada", ["Mug"])
    assert shared["url"].endswith(f"/wishlists/{shared['token']}")

    owner.delete(f"{LIST}share/")
    ended = api.get(f"{LIST}shared/{shared['token']}/")
    assert_problem(ended, status=404, code="not-found")
    assert owner.post(f"{LIST}share/").json()["token"] != shared["token"]


@pytest.mark.parametrize("spoil", [str.swapcase, lambda token: token[:32], lambda _: "x~y"])
def test_a_link_cannot_be_guessed(owner, mug, api, spoil):
    token = owner.post(f"{LIST}share/").json()["token"]
    assert_problem(api.get(f"{LIST}shared/{spoil(token)}/"), status=404, code="not-found")


@pytest.mark.django_db(transaction=True)
def test_saving_six_times_at_once_saves_it_once(books):
    mug, user = make_product(books), make_customer()
    saved = at_once(*[partial(services.save_product, user=user, product=mug.uuid)] * 6)
    assert sorted(saved) == [False] * 5 + [True]
    assert WishlistItem.objects.count() == 1
