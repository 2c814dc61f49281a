"""A checkout's page that is older than its cart: what it did not show is not ordered."""

from decimal import Decimal

import pytest

from marketplace.cart.models import CartLine
from marketplace.cart.services import set_fulfilment
from marketplace.cart.shopper import Shopper
from marketplace.purchases.models import Purchase
from marketplace.purchases.prints import GroupPrint
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.pages.browser import hidden, shown_in, text_of
from tests.pages.checkout import with_cart

pytestmark = pytest.mark.django_db
SEEN_AGAIN = "Your cart is not what this page showed any more."


@pytest.fixture
def novel(books):
    return make_product(books, "Novel", price="22.90")


@pytest.fixture
def browser(novel):
    return with_cart(novel)


def open_page(browser, slug=""):
    """What its button would send."""
    return form_of(browser.get(slug, "/checkout")) | ADDRESS


def form_of(page, shops=("books",)):
    choice = {"key": hidden(page, "key"), "chosen": "1", "shops": list(shops)}
    return choice | {"email": "ada@mail.example"} | shown_in(page)


def put_in(browser, product, quantity=1):
    browser.post("", "/cart/items", {"product": product.uuid, "quantity": quantity})


def test_a_line_of_another_tab_is_shown_before_it_is_ordered(browser, books):
    form = open_page(browser)
    put_in(browser, make_product(books, "Atlas", price="63.10"))

    answer = browser.post("", "/checkout", form)

    page = text_of(answer)
    assert (answer.status_code, Purchase.objects.count()) == (409, 0)
    for fact in ("Nothing was ordered yet.", SEEN_AGAIN, "Atlas", "€86.00"):
        assert fact in page
    assert browser.post("", "/checkout", form_of(answer) | ADDRESS).status_code == 302
    assert Purchase.objects.get().total == Decimal("86.00")


def test_more_pieces_than_shown(browser, novel):
    form = open_page(browser)
    put_in(browser, novel)

    assert browser.post("", "/checkout", form).status_code == 409
    assert not Purchase.objects.exists()


def test_fewer_pieces_than_shown(browser, books):
    put_in(browser, make_product(books, "Atlas"), quantity=2)
    form = open_page(browser)
    atlas = CartLine.objects.get(title="Atlas")
    browser.post("", f"/cart/items/{atlas.uuid}", {"quantity": 1})
    assert CartLine.objects.get(title="Atlas").quantity == 1

    assert browser.post("", "/checkout", form).status_code == 409
    assert not Purchase.objects.exists()


def test_a_voucher_that_another_tab_took_out(browser, books):
    make_voucher(books, "TEN", given=terms(percent="10"))
    browser.post("", "/cart/vouchers", {"code": "TEN"})
    form = open_page(browser)
    browser.post("", "/cart/vouchers/remove", {"code": "TEN"})

    assert browser.post("", "/checkout", form).status_code == 409
    assert not Purchase.objects.exists()


def test_what_delivery_would_have_cost_leaves_no_room_for_a_dearer_pickup(browser, books):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal(9))
    make_voucher(books, "TEN", given=terms(percent="10"))
    browser.post("", "/cart/vouchers", {"code": "TEN"})
    form = open_page(browser) | {"fulfilment-books": "pickup"}
    browser.post("", "/cart/vouchers/remove", {"code": "TEN"})

    assert browser.post("", "/checkout", form).status_code == 409
    assert not Purchase.objects.exists()


def test_a_voucher_that_another_tab_put_in_lowers_the_sum(browser, books):
    make_voucher(books, "TEN", given=terms(percent="10"))
    form = open_page(browser)
    browser.post("", "/cart/vouchers", {"code": "TEN"})

    assert browser.post("", "/checkout", form).status_code == 302
    assert Purchase.objects.get().total == Decimal("20.61")


def test_a_delivery_that_became_dearer(browser, books):
    form = open_page(browser)
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal(9))

    answer = browser.post("", "/checkout", form | {"fulfilment-books": "delivery"})

    assert (answer.status_code, Purchase.objects.count()) == (409, 0)


def test_a_shop_of_another_tab_is_left_in_the_cart(browser, coffee):
    form = open_page(browser)
    put_in(browser, make_product(coffee, "Beans"))

    assert browser.post("", "/checkout", form).status_code == 302
    assert CartLine.objects.get().title == "Beans"


def test_a_second_click_is_told_of_the_same_order(browser):
    form = open_page(browser)

    answers = [browser.post("", "/checkout", form) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "1.2", "a.-1.0", "a.1." + "9" * 20])
def test_what_is_no_print_shows_the_page(browser, text):
    form = open_page(browser)

    answer = browser.post("", "/checkout", form | {"shown-books": text})

    assert (answer.status_code, Purchase.objects.count()) == (409, 0)
    assert GroupPrint.read(text) is None


@pytest.mark.parametrize(("before", "chosen"), [("delivery", "pickup"), ("pickup", "delivery")])
def test_another_way_on_the_page_is_shown_by_the_offers_that_count_with_it(books, before, chosen):
    """Delivered, the free delivery gives more than a tenth of the goods; picked up, the tenth."""
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal(15))
    make_offer(books, given=terms(percent="10"))
    make_offer(books, given=terms(percent="100", benefit=Benefit.SHIPPING_PERCENTAGE))
    ada = make_customer()
    browser = with_cart(make_product(books, price=100), user=ada)
    set_fulfilment(shopper=Shopper(user=ada), retailer=books, fulfilment=before)
    way, total = {"fulfilment-books": chosen}, {"pickup": "90.00", "delivery": "100.00"}[chosen]
    form = open_page(browser) | way

    page = browser.post("", "/checkout", form | {"update": "1"})

    assert f"Total €{total}" in text_of(page)
    assert browser.post("", "/checkout", form_of(page) | ADDRESS | way).status_code == 302
    assert Purchase.objects.get().total == Decimal(total)
