"""Buying through the pages: as guest and as customer, and everything that may come between."""

import re
from decimal import Decimal

import pytest

from marketplace.accounts.people.address_book import add_address
from marketplace.cart.models import CartLine
from marketplace.purchases import queries
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product, read_stock
from tests.factories.offers import make_voucher, terms
from tests.pages.browser import Browser, text_of
from tests.pages.checkout import order_on_page, with_cart

pytestmark = pytest.mark.django_db


def test_an_empty_cart_leads_back():
    answer = Browser().get("", "/checkout")

    assert (answer.status_code, answer["Location"]) == (302, "/cart")


def test_a_post_that_says_nothing_is_an_order_of_nothing(books):
    assert Browser().post("", "/checkout", {})["Location"] == "/cart"
    assert with_cart(make_product(books)).post("", "/checkout", {}).status_code == 422


def test_a_guest_buys_from_two_shops_and_sees_the_order_again_by_a_signed_link(books, coffee):
    browser = with_cart(make_product(books, "Novel"), make_product(coffee, "Beans"))

    answer = order_on_page(browser, shops=("books", "coffee"))

    purchase = Purchase.objects.get()
    assert answer["Location"].startswith(f"/checkout/done/{purchase.uuid}?token=")
    page = text_of(browser.follow(answer))
    for fact in ("Thank you, Ada", "2 shops have your order.", "ada@mail.example", "€25.00"):
        assert fact in page
    token = answer["Location"].partition("token=")[2]
    again = Browser().get("", f"/orders/{purchase.uuid}?token={token}")
    assert "Northgate Books" in text_of(again)
    assert "Kaldi Coffee" in text_of(again)


def test_without_its_token_a_guests_order_is_nobodys(books):
    browser = with_cart(make_product(books))
    order_on_page(browser)
    purchase, stranger = Purchase.objects.get(), with_cart(user=make_customer())

    assert Browser().get("", f"/orders/{purchase.uuid}").status_code == 302  # to the login
    assert Browser().get("", f"/orders/{purchase.uuid}?token=made-up").status_code == 404
    assert stranger.get("", f"/orders/{purchase.uuid}").status_code == 404
    assert stranger.get("", f"/checkout/done/{purchase.uuid}").status_code == 404


def test_an_old_link_has_expired(books, monkeypatch):
    browser = with_cart(make_product(books))
    location = order_on_page(browser)["Location"]
    path = location.replace("/checkout/done/", "/orders/")

    assert Browser().get("", path).status_code == 200
    monkeypatch.setattr(queries, "TOKEN_SECONDS", -1)
    assert Browser().get("", path).status_code == 404


def test_a_customer_buys_with_an_address_of_the_book(books):
    ada = make_customer(first_name="Ada")
    add_address(user=ada, **ADDRESS)
    browser = with_cart(make_product(books), user=ada)
    booked = str(ada.address_book.get().uuid)
    empty = dict.fromkeys(ADDRESS, "")

    answer = order_on_page(browser, booked=booked, **empty)

    purchase = Purchase.objects.get()
    assert answer["Location"] == f"/checkout/done/{purchase.uuid}"
    assert (purchase.user, purchase.email) == (ada, ada.email)
    assert purchase.shipping_address["city"] == "Hamburg"


def test_somebody_elses_address_is_not_taken(books):
    eve, ada = make_customer(), make_customer()
    foreign = add_address(user=eve, **ADDRESS)
    browser = with_cart(make_product(books), user=ada)

    answer = order_on_page(browser, booked=str(foreign.uuid), **dict.fromkeys(ADDRESS, ""))

    assert answer.status_code == 422
    assert not Purchase.objects.exists()


def test_missing_fields_are_named_next_to_them_and_nothing_is_ordered(books):
    browser = with_cart(make_product(books))

    answer = order_on_page(browser, email="", city="", country="")

    assert answer.status_code == 422
    html = answer.content.decode()
    for name in ("email", "city", "country"):
        assert f'id="id_{name}_error"' in html
    assert 'value="Ada"' in html
    assert not Purchase.objects.exists()


def test_a_country_is_guessed_only_where_all_shops_are_in_one(books, coffee):
    browser = with_cart(make_product(books), make_product(coffee))
    for shop, country in ((books, "DE"), (coffee, "DE")):
        shop.country = country
        shop.save()
    chosen = re.compile(r'<option value="(\w*)" selected>')

    assert chosen.findall(browser.get("", "/checkout").content.decode()) == ["DE"]
    coffee.country = "AT"
    coffee.save()
    assert chosen.findall(browser.get("", "/checkout").content.decode()) == [""]


def test_pickup_needs_no_address_and_costs_nothing(books):
    books.delivery_fee = 5
    books.save()
    browser = with_cart(make_product(books))

    order_on_page(browser, **{"fulfilment-books": "pickup"}, **dict.fromkeys(ADDRESS, ""))

    found = RetailerOrder.objects.get()
    assert (found.fulfilment, str(found.money)) == ("pickup", "12.50 EUR")


def test_delivery_is_charged_and_shown_before(books):
    books.delivery_fee = 5
    books.save()
    browser = with_cart(make_product(books))

    assert "Total €17.50" in text_of(browser.get("", "/checkout"))
    order_on_page(browser)

    assert str(RetailerOrder.objects.get().money) == "17.50 EUR"


def test_sums_follow_the_choices_without_ordering(books):
    books.delivery_fee = 5
    books.save()
    browser = with_cart(make_product(books))
    data = {"update": "1", "chosen": "1", "shops": ["books"], "fulfilment-books": "pickup"}

    answer = browser.post("", "/checkout", data)

    assert answer.status_code == 200
    assert "Total €12.50" in text_of(answer)
    assert not Purchase.objects.exists()


def test_one_shop_can_be_chosen_the_other_stays_in_the_cart(books, coffee):
    browser = with_cart(make_product(books, "Novel"), make_product(coffee, "Beans"))

    order_on_page(browser, shops=("coffee",))

    assert RetailerOrder.objects.get().retailer == coffee
    assert CartLine.objects.get().title == "Novel"


def test_two_currencies_are_refused_and_the_shops_named(books, tea):
    browser = with_cart(make_product(books), make_product(tea))

    answer = order_on_page(browser, shops=("books", "tea"))

    assert answer.status_code == 409
    assert "EUR: books; JPY: tea" in text_of(answer)
    assert not Purchase.objects.exists()
    assert order_on_page(browser, shops=("tea",)).status_code == 302


def test_an_unknown_way_to_pay_is_refused_next_to_the_field(books):
    browser = with_cart(make_product(books))

    answer = order_on_page(browser, payment_method="shells")

    assert answer.status_code == 422
    assert 'aria-describedby="payment-errors"' in answer.content.decode()
    assert "Choose one of these ways to pay." in text_of(answer)
    assert not Purchase.objects.exists()
    assert order_on_page(browser, payment_method="cash_on_delivery").status_code == 302


def test_with_nothing_to_pay_nobody_is_told_to_pay(books):
    make_voucher(books, "ALL", given=terms(percent="100"))
    browser = with_cart(make_product(books))
    shown = text_of(browser.post("", "/checkout", {"code": "ALL"}))
    assert "There is nothing to pay." in shown
    assert "You pay each shop" not in shown

    done = text_of(browser.get("", order_on_page(browser)["Location"]))

    assert "There is nothing to pay." in done
    assert "Payment: Paid" in done
    assert "You pay each shop" not in done


def test_nothing_chosen_is_told(books):
    browser = with_cart(make_product(books))

    answer = order_on_page(browser, shops=())

    assert answer.status_code == 422
    assert "Choose at least one shop." in text_of(answer)


def test_a_price_that_rose_is_shown_and_accepted_by_ordering_again(books):
    product = make_product(books, "Novel", price=10)
    browser = with_cart(product)
    page = browser.get("", "/checkout")
    with use_retailer(books):
        set_price(product=product, price=Decimal(12))

    told = order_on_page(browser, page=page)

    assert told.status_code == 409
    text = text_of(told)
    assert "Something has changed. Nothing was ordered yet." in text
    assert "The price has risen: €10.00 before, €12.00 now" in text
    assert not Purchase.objects.exists()
    assert order_on_page(browser, page=told).status_code == 302
    assert str(RetailerOrder.objects.get().money) == "12.00 EUR"


def test_a_second_click_finds_the_change_that_the_first_was_told_and_buys_nothing(books):
    product = make_product(books, "Novel", price=10)
    browser = with_cart(product)
    page = browser.get("", "/checkout")
    with use_retailer(books):
        set_price(product=product, price=Decimal(12))

    answers = [order_on_page(browser, page=page) for _ in range(2)]

    for answer in answers:
        assert answer.status_code == 409
        assert "The price has risen: €10.00 before, €12.00 now" in text_of(answer)
    assert not Purchase.objects.exists()


def test_stock_that_went_is_shown(books):
    product = make_product(books, "Novel", stock=1)
    browser = with_cart(product)
    page = browser.get("", "/checkout")
    with use_retailer(books):
        set_stock(product=product, num_in_stock=0)

    told = order_on_page(browser, page=page)

    assert told.status_code == 409
    assert "Sold out" in text_of(told)
    assert read_stock(books, product) == (0, 0)


def test_a_shop_that_closed_meanwhile_is_not_left_out_in_silence(books, coffee):
    from tenants.registry.services import suspend

    browser = with_cart(make_product(books), make_product(coffee))
    page = browser.get("", "/checkout")
    suspend(retailer=coffee, reason="late")

    told = order_on_page(browser, page=page, shops=("books", "coffee"))

    assert told.status_code == 409
    assert not Purchase.objects.exists()


def test_the_same_submit_twice_gives_one_purchase_and_the_same_page(books):
    browser = with_cart(make_product(books))
    page = browser.get("", "/checkout")

    first, second = order_on_page(browser, page=page), order_on_page(browser, page=page)

    assert first["Location"] == second["Location"]
    assert Purchase.objects.count() == 1


def test_a_key_used_for_another_order_places_nothing_more(books):
    product = make_product(books)
    browser = with_cart(product)
    page = browser.get("", "/checkout")
    order_on_page(browser, page=page)
    browser.post("", "/cart/items", {"product": product.uuid})

    answer = order_on_page(browser, page=page, city="Bremen")

    assert answer.status_code == 409
    assert Purchase.objects.count() == 1


def test_without_a_forms_token_nothing_is_bought(books):
    browser = with_cart(make_product(books))

    assert browser.post_bare("", "/checkout", ADDRESS).status_code == 403
    assert not Purchase.objects.exists()


def test_on_a_shops_host_its_own_group_is_bought(books, coffee):
    ada = make_customer()
    browser = with_cart(make_product(books), user=ada, slug="books")
    browser.post("coffee", "/auth/login", {"identifier": ada.email, "password": PASSWORD})
    browser.post("coffee", "/cart/items", {"product": make_product(coffee, "Beans").uuid})

    answer = order_on_page(browser, slug="books")

    assert RetailerOrder.objects.get().retailer == books
    assert CartLine.objects.get().title == "Beans"
    assert browser.follow(answer).status_code == 200


def test_a_shops_host_does_not_show_another_shops_part(books, coffee):
    browser = with_cart(make_product(books), make_product(coffee))
    location = order_on_page(browser, shops=("books", "coffee"))["Location"]

    text = text_of(Browser().get("books", location))

    assert "Northgate Books" in text
    assert "Kaldi Coffee" not in text
