"""A mobile customer's whole way, in as few calls as the quick start of the docs tells."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils.timezone import now

from api.contract.files import FOLDER
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.tasks.runner import run_all
from tests.api.conftest import Api
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.orders import hand_over

MOST_CALLS = 14
ADA = {"email": "ada@mail.example", "password": "engines weave algebra"}
# As docs/api/quick-start.md numbers them.
CALL = re.compile(r"^\d+\. `(\w+) ([\w/{}-]+)`", re.MULTILINE)


def told():
    """(method, path) of each call of the quick start."""
    text = (FOLDER / "quick-start.md").read_text(encoding="utf-8")
    return [(method.lower(), path) for method, path in CALL.findall(text)]


class Phone(Api):
    """Counts its calls, and what each one was, with its ids left open."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def send(self, method, path, body, headers):
        self.calls.append((method, re.sub(r"[0-9a-f-]{36}", "{id}", path.partition("?")[0])))
        answer = super().send(method, path, body, headers)
        assert answer.status_code < 300, (path, answer.content)
        return answer


@pytest.fixture
def town(books, coffee):
    """Two shops near each other, each with a mug; a voucher of one of them."""
    Retailer.objects.filter(pk=books.pk).update(latitude="52.520000", longitude="13.405000")
    Retailer.objects.filter(pk=coffee.pk).update(latitude="52.530000", longitude="13.400000")
    make_voucher(books, "ARCADE10")
    return [make_product(shop, title="Stoneware mug", price="20.00") for shop in (books, coffee)]


def make_voucher(retailer, code):
    from marketplace.promotions.services import write_promotions
    from tenants.shop.offer.models import Benefit, Condition, ConditionalOffer, Range
    from tenants.shop.voucher.models import Voucher

    with use_retailer(retailer):
        goods = Range.objects.create(name="All", includes_all_products=True)
        offer = ConditionalOffer.objects.create(
            name="Ten per cent",
            offer_type=ConditionalOffer.VOUCHER,
            condition=Condition.objects.create(type=Condition.COUNT, value=1, range=goods),
            benefit=Benefit.objects.create(type=Benefit.PERCENTAGE, value=10, range=goods),
        )
        voucher = Voucher.objects.create(
            name="Ten per cent",
            code=code,
            usage=Voucher.MULTI_USE,
            start_datetime=now() - timedelta(days=1),
            end_datetime=now() + timedelta(days=1),
        )
        voucher.offers.add(offer)
    write_promotions(retailer=retailer)


def code_in(letters):
    """Whatever else was sent: a code goes before what nobody waits for."""
    (code,) = re.findall(r"\b\d{6}\b", "\n".join(letter.body for letter in letters))
    return code


@pytest.mark.django_db(transaction=True)
def test_a_mobile_customer_needs_few_calls(town):
    phone = Phone()
    phone.post("auth/register/", ADA)
    asked = phone.post("auth/request-otp/", {"identifier": ADA["email"], "purpose": "verify"})
    run_all()
    proof = {"challenge": asked.json()["challenge"], "code": code_in(mail.outbox)}
    proven = phone.post("auth/verify-otp/", proof).json()
    assert proven["user"]["email_verified"]

    near = phone.get("retailers/?latitude=52.52&longitude=13.40&radius=10").json()["results"]
    assert [shop["slug"] for shop in near] == ["books", "coffee"]
    found = phone.get("search/products/?search=mug&in_stock=true").json()["results"]
    assert len(found) == 2

    items = [{"product": one["id"], "quantity": 1} for one in found]
    phone.cart = phone.post("cart/items/", {"items": items}).json()["token"]
    login = phone.post(
        "auth/login/", {"identifier": ADA["email"], "password": ADA["password"]}
    ).json()
    assert login["cart"]["moved"] == 2
    phone.access, phone.cart = login["access"], None

    phone.post("cart/vouchers/", {"code": "ARCADE10"})
    order = {"shipping_address": ADDRESS, "payment_method": "cash_on_delivery"}
    preview = phone.post("checkout/preview/", order).json()
    placed = phone.post("checkout/", order, idempotency_key=str(uuid4())).json()
    assert placed["totals"] == preview["to_pay"]

    kept, given_up = placed["orders"]
    phone.get(f"orders/{kept['id']}/tracking/")
    cancelled = phone.post(f"orders/{given_up['id']}/cancel/").json()
    assert cancelled["status"] == "cancelled"
    hand_over(RetailerOrder.objects.get(uuid=kept["id"]))
    bought = next(one for one in found if one["retailer"]["slug"] == kept["retailer"]["slug"])
    review = {"product": bought["id"], "rating": 5, "title": "Mug", "comment": "It holds."}
    assert phone.post("reviews/", review).json()["is_verified_purchase"]

    assert phone.calls == told()
    assert len(phone.calls) <= MOST_CALLS


def test_the_quick_start_is_short_enough():
    assert 10 < len(told()) <= MOST_CALLS
