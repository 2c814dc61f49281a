"""django-oscar-api's published client flows, as its documentation plays them, on a shop's host.

A client with a cookie jar and nothing of ours: it follows the addresses that it is given.
"""

from decimal import Decimal

import pytest
from django.test import Client

from marketplace.cart.models import CartBasket
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit
from tenants.shop.partner.services import set_stock
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, make_voucher, terms

HOST = "http://books.localhost"
API = f"{HOST}/api/v1/oscar"

pytestmark = pytest.mark.django_db


class Session:
    """What `requests.Session()` is to the documentation; enforces CSRF as a browser's would."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, headers={"host": "books.localhost"})

    def send(self, method, url, body=None):
        assert url.startswith(HOST), url
        token = self.client.cookies.get("csrftoken")
        headers = {"x-csrftoken": token.value} if token else {}
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        call = getattr(self.client, method)
        return call(url.removeprefix(HOST), headers=headers, **content)

    def get(self, url):
        return self.send("get", url)

    def post(self, url, body):
        return self.send("post", url, body)

    def patch(self, url, body):
        return self.send("patch", url, body)

    def delete(self, url):
        return self.send("delete", url)


@pytest.fixture
def session(books):
    return Session()


@pytest.fixture
def shirt(books):
    return make_product(books, title="Oscar T-shirt", price="10.00", stock=20)


@pytest.fixture
def user(db):
    return make_customer("nobody@mail.example")


def add(session, product, quantity=1):
    url = f"{API}/products/{product.uuid}/"
    return session.post(f"{API}/basket/add-product/", {"url": url, "quantity": quantity})


def payload(session, **change):
    basket = session.get(f"{API}/basket/").json()
    countries = session.get(f"{API}/countries/").json()
    country = next(one["url"] for one in countries if one["iso_3166_1_a2"] == "NL")
    return {
        "basket": basket["url"],
        "guest_email": "henk@mail.example",
        "total": basket["total_incl_tax"],
        "shipping_method_code": "delivery",
        "shipping_charge": {"currency": "EUR", "excl_tax": "0.00", "tax": "0.00"},
        "shipping_address": {
            "country": country,
            "first_name": "Henk",
            "last_name": "Van den Heuvel",
            "line1": "Ї ❤ chǼractɇɌȘ",
            "line2": "",
            "line3": "",
            "line4": "Kroekingen",
            "notes": "Niet STUK MAKEN OK!!!!",
            "phone_number": "+31 26 370 4887",
            "postcode": "7777KK",
            "state": "Gerendrecht",
            "title": "Mr",
        },
    } | change


def log_in(session, user):
    answer = session.post(f"{API}/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return answer


def test_the_basket_is_the_sessions_and_products_are_found_by_following_addresses(session, shirt):
    basket = session.get(f"{API}/basket/").json()
    assert session.get(basket["lines"]).json() == []
    (product,) = session.get(f"{API}/products/").json()
    detail = session.get(product["url"]).json()
    assert (detail["title"], detail["structure"]) == ("Oscar T-shirt", "standalone")
    assert session.get(detail["price"]).json()["incl_tax"] == "10.00"
    assert session.get(detail["availability"]).json() == {
        "is_available_to_buy": True,
        "num_available": 20,
        "message": "Available",
    }
    assert session.get(f"{API}/options/").json() == []

    added = session.post(
        f"{API}/basket/add-product/", {"url": product["url"], "quantity": 1, "options": []}
    )

    assert added.status_code == 200
    (line,) = session.get(session.get(f"{API}/basket/").json()["lines"]).json()
    assert (line["quantity"], line["product"]) == (1, product["url"])
    assert Session().get(f"{API}/basket/").json()["total_incl_tax"] == "0.00"


def test_lines_are_updated_and_deleted(session, shirt):
    add(session, shirt)
    (line,) = session.get(f"{API}/basket/lines/").json()

    assert session.patch(line["url"], {"quantity": 3}).status_code == 200
    assert session.get(line["url"]).json()["quantity"] == 3
    assert session.send("put", line["url"], {"quantity": 4}).status_code == 200
    assert session.get(f"{API}/basket/").json()["total_incl_tax"] == "40.00"
    assert session.delete(line["url"]).status_code == 204
    assert session.get(f"{API}/basket/lines/").json() == []
    assert session.get(line["url"]).status_code == 404


def test_more_than_there_is_cannot_be_added_at_once_or_bit_by_bit(session, shirt):
    assert add(session, shirt, 25).status_code == 409
    assert add(session, shirt, 20).status_code == 200
    assert add(session, shirt, 20).status_code == 409


def test_a_variant_is_bought_by_its_own_address(session, books):
    parent, (red, _) = make_variants(
        books,
        title="Hoodie",
        variants=[
            {"options": {"Colour": "Red"}, "price": "30.00", "stock": 2},
            {"options": {"Colour": "Blue"}, "price": "30.00", "stock": 2},
        ],
    )
    (product,) = session.get(f"{API}/products/").json()
    detail = session.get(product["url"]).json()
    assert (detail["structure"], len(detail["children"])) == ("parent", 2)
    assert add(session, parent).status_code == 422
    child = session.get(next(c["url"] for c in detail["children"] if c["id"] == str(red.uuid)))
    assert child.json()["attributes"] == [{"name": "Colour", "value": "Red"}]
    assert add(session, red).status_code == 200


def test_a_voucher_in_any_case_is_used_beside_an_offer_and_is_in_the_order(
    session, books, shirt, user
):
    make_voucher(books, "TESTVOUCHER", name="testvoucher", given=terms(off="5"))
    other = make_product(books, price="10.00", stock=5)
    make_offer(books, name="Half a book", given=terms(percent="20", products=[other]), priority=1)
    log_in(session, user)
    add(session, shirt)
    add(session, other)
    assert session.get(f"{API}/basket/").json()["total_incl_tax"] == "18.00"

    answer = session.post(f"{API}/basket/add-voucher/", {"vouchercode": "testvoucher"})

    assert (answer.status_code, answer.json()["code"]) == (200, "TESTVOUCHER")
    basket = session.get(f"{API}/basket/").json()
    assert (basket["total_incl_tax"], basket["total_incl_tax_excl_discounts"]) == ("13.00", "20.00")
    assert (len(basket["voucher_discounts"]), len(basket["offer_discounts"])) == (1, 1)
    order = session.post(f"{API}/checkout/", payload(session))
    assert order.status_code == 200, order.content
    body = order.json()
    assert (body["total_incl_tax"], body["email"]) == ("13.00", "nobody@mail.example")
    assert (len(body["voucher_discounts"]), len(body["offer_discounts"])) == (1, 1)
    answer = session.post(f"{API}/basket/add-voucher/", {"vouchercode": "nonsense"})
    assert answer.status_code == 404


def test_shipping_methods_are_read_and_posted_for(session, books, shirt):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.90"))
    add(session, shirt)
    methods = session.get(f"{API}/basket/shipping-methods/").json()
    address = payload(session)["shipping_address"]

    assert session.post(f"{API}/basket/shipping-methods/", address).json() == methods
    assert [(way["code"], way["price"]["incl_tax"]) for way in methods] == [
        ("delivery", "4.90"),
        ("pickup", "0.00"),
    ]


def test_an_anonymous_checkout_needs_an_address_to_write_to(session, shirt):
    assert session.post(f"{API}/checkout/", payload(session)).status_code == 422
    add(session, shirt, 5)
    assert session.post(f"{API}/checkout/", payload(session, guest_email="")).status_code == 422
    answer = session.post(f"{API}/checkout/", payload(session))

    assert answer.status_code == 200
    body = answer.json()
    assert (body["email"], body["owner"], body["total_incl_tax"]) == (
        "henk@mail.example",
        None,
        "50.00",
    )
    assert body["shipping_address"]["line1"] == "Ї ❤ chǼractɇɌȘ"
    assert session.get(f"{API}/basket/lines/").json() == []
    assert session.post(f"{API}/checkout/", payload(session)).status_code == 422
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"total": "150.00"}, 409),
        ({"shipping_charge": {"currency": "EUR", "excl_tax": "42.00", "tax": "0.00"}}, 409),
        ({"shipping_charge": {"currency": "EUR", "excl_tax": "much", "tax": "0.00"}}, 409),
        ({"basket": f"{API}/baskets/1/"}, 403),
    ],
)
def test_a_client_cannot_falsify_totals_charges_or_baskets(session, books, shirt, change, status):
    add(session, shirt, 5)

    assert session.post(f"{API}/checkout/", payload(session, **change)).status_code == status
    assert not Purchase.objects.exists()
    assert session.get(f"{API}/basket/").json()["total_incl_tax"] == "50.00"


def test_total_method_and_charge_are_optional(session, shirt):
    add(session, shirt)
    body = payload(session)
    for name in ("total", "shipping_method_code", "shipping_charge"):
        del body[name]

    assert session.post(f"{API}/checkout/", body).status_code == 200


def test_stock_that_went_meanwhile_is_not_sold(session, books, shirt):
    add(session, shirt, 5)
    with use_retailer(books):
        set_stock(product=shirt, num_in_stock=2)

    assert session.post(f"{API}/checkout/", payload(session)).status_code == 409
    assert not RetailerOrder.objects.exists()


def test_logging_in_merges_the_anonymous_basket_and_out_ends_the_session(session, shirt, user):
    add(session, shirt, 2)
    wrong = session.post(f"{API}/login/", {"username": user.email, "password": "somebody"})
    assert wrong.status_code == 401
    assert session.get(f"{API}/login/").status_code == 401

    log_in(session, user)

    assert session.get(f"{API}/login/").json()["username"] == user.email
    basket = session.get(f"{API}/basket/").json()
    assert (basket["owner"], basket["total_incl_tax"]) == (str(user.uuid), "20.00")
    assert session.delete(f"{API}/login/").status_code == 204
    assert session.get(f"{API}/basket/").json()["total_incl_tax"] == "0.00"


def test_a_sessions_write_without_the_token_of_its_page_is_refused(session, shirt, user):
    log_in(session, user)
    del session.client.cookies["csrftoken"]

    assert add(session, shirt).status_code == 403


def test_orders_are_the_customers_own_and_followed_to_their_lines(session, shirt, user):
    anonymous = Session()
    add(anonymous, shirt)
    guests = anonymous.post(f"{API}/checkout/", payload(anonymous)).json()
    log_in(session, user)
    add(session, shirt, 3)
    session.post(f"{API}/checkout/", payload(session))

    (row,) = session.get(f"{API}/orders/").json()

    order = session.get(row["url"]).json()
    (line,) = session.get(order["lines"]).json()
    assert (line["quantity"], line["order"], line["price_incl_tax"]) == (3, row["url"], "30.00")
    assert session.get(guests["url"]).status_code == 404
    assert anonymous.get(row["url"]).status_code == 401
    assert anonymous.get(f"{API}/orders/").status_code == 401
    stranger = Session()
    log_in(stranger, make_customer())
    assert stranger.get(row["url"]).status_code == 404
    assert stranger.get(f"{API}/orders/").json() == []


def test_nobody_sees_or_changes_anothers_lines(session, shirt):
    add(session, shirt)
    (line,) = session.get(f"{API}/basket/lines/").json()
    stranger = Session()
    add(stranger, shirt)

    assert stranger.get(line["url"]).status_code == 404
    assert stranger.patch(line["url"], {"quantity": 9}).status_code == 404
    assert stranger.delete(line["url"]).status_code == 404
    assert session.get(line["url"]).json()["quantity"] == 1


@pytest.mark.parametrize("way", ["delivery", "pickup"])
def test_a_shipping_method_costs_what_the_order_will_pay_for_it(session, books, shirt, way):
    """As Oscar has it: `price` is less the discount; whatever way the cart has chosen."""
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.95"))
    half = terms(benefit=Benefit.SHIPPING_PERCENTAGE, percent="50")
    make_offer(books, name="Half the delivery", given=half)
    add(session, shirt)
    CartBasket.objects.update(fulfilment=way)
    method, pickup = session.get(f"{API}/basket/shipping-methods/").json()

    assert (method["price"]["incl_tax"], method["discount"], method["is_discounted"]) == (
        "2.48",
        "2.47",
        True,
    )
    assert (pickup["price"]["incl_tax"], pickup["is_discounted"]) == ("0.00", False)
    charge = {"shipping_charge": method["price"], "total": "12.48"}
    answer = session.post(f"{API}/checkout/", payload(session, **charge))
    assert answer.status_code == 200
    assert answer.json()["shipping_incl_tax"] == "2.48"
    assert str(RetailerOrder.objects.get().money) == "12.48 EUR"
