"""What buying's operations cost does not grow with rows."""

from uuid import uuid4

import pytest

from marketplace.promotions.models import Promotion
from tests.api.test_buying import ADDRESS, buy, entry
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.shops import make_product


@pytest.mark.parametrize("rows", [10, 1000])
def test_a_page_of_promotions_costs_one_statement(api, books, rows, statements):
    terms_kept = {"benefit": "Percentage", "percent": "10", "amount": None, "at_least": None}
    Promotion.objects.bulk_create(
        Promotion(uuid=uuid4(), retailer=books, name=f"Offer {n}", is_public=True, terms=terms_kept)
        for n in range(rows)
    )
    with statements() as seen:
        assert len(api.get("promotions/").json()["results"]) == min(rows, 20)
    assert len(seen.data) == 1


@pytest.fixture
def filled(api, books, request):
    products = [make_product(books) for _ in range(request.param)]
    make_offer(books, given=terms(percent="10", products=products[:1]), priority=1)
    make_voucher(books, "MORE", given=terms(off="1"))
    answer = api.post("cart/items/", {"items": [entry(product) for product in products]})
    api.cart = answer.json()["token"]
    return api


@pytest.mark.parametrize("filled", [3, 30], indirect=True)
def test_vouchers_quotes_and_previews_cost_the_same_for_any_cart(filled, statements):
    for path, body, most in [
        ("cart/vouchers/", {"code": "MORE"}, 30),
        ("cart/quote/", {}, 25),
        ("checkout/preview/", {"shipping_address": ADDRESS}, 25),
    ]:
        with statements() as seen:
            assert filled.post(path, body).status_code < 300
        assert len(seen.data) <= most, "\n".join(seen.data)
    with statements() as seen:
        assert filled.get("cart/").status_code == 200
    assert len(seen.data) == 3


@pytest.mark.parametrize("purchases", [3, 30])
def test_a_page_of_transactions_costs_two_statements(api, customer, books, purchases, statements):
    novel = make_product(books, stock=100)
    api.login(customer)
    for _ in range(purchases):
        api.add(novel)
        assert buy(api).status_code == 201
    with statements() as seen:
        rows = api.get("payments/transactions/").json()["results"]
    assert len(rows) == min(purchases, 20)
    assert len(seen.data) <= 3, "\n".join(seen.data)
