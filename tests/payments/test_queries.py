"""A payment is shown to who made the purchase, and on a shop's host that shop's part alone."""

from uuid import uuid4

import pytest
from django.core import signing

from marketplace.payments.confirmation_links import find_confirmation
from marketplace.payments.confirmations import SIGNER
from marketplace.payments.queries import find_payment, list_allocations
from marketplace.purchases.queries import make_order_token
from tenants.kernel.errors import NotFound
from tests.factories.accounts import make_customer
from tests.factories.orders import make_purchase_at

pytestmark = pytest.mark.django_db


def shops_of(allocations):
    return [allocation.order.retailer.slug for allocation in allocations]


def test_a_customer_sees_her_own(books, coffee, tea):
    ada, bob = make_customer(), make_customer()
    payment = make_purchase_at(books, coffee, user=ada).payment
    make_purchase_at(books, user=bob)

    whole, parts = find_payment(uuid=payment.uuid, user=ada, order_token=None)
    assert (whole, shops_of(parts)) == (payment, ["books", "coffee"])
    _, parts = find_payment(uuid=payment.uuid, user=ada, order_token=None, retailer=coffee)
    assert shops_of(parts) == ["coffee"]
    assert shops_of(list_allocations(user=ada, order_token=None).order_by("id")) == [
        "books",
        "coffee",
    ]
    for user, retailer in ((bob, None), (None, None), (ada, tea)):
        with pytest.raises(NotFound):
            find_payment(uuid=payment.uuid, user=user, order_token=None, retailer=retailer)
    with pytest.raises(NotFound):
        find_payment(uuid=uuid4(), user=ada, order_token=None)


def test_a_guest_sees_that_of_the_token(books, coffee):
    first, second = make_purchase_at(books), make_purchase_at(coffee)
    token = make_order_token(first.purchase)

    _, parts = find_payment(uuid=first.payment.uuid, user=None, order_token=token)
    assert shops_of(parts) == ["books"]
    assert shops_of(list_allocations(user=None, order_token=token)) == ["books"]
    assert shops_of(list_allocations(user=None, order_token=token, retailer=coffee)) == []
    assert list_allocations(user=None, order_token="forged") is None
    with pytest.raises(NotFound):
        find_payment(uuid=second.payment.uuid, user=None, order_token=token)


@pytest.mark.parametrize("token", ["", "forged", SIGNER.sign(""), SIGNER.sign("x" * 50)])
def test_a_link_that_names_no_order_finds_none(token):
    assert find_confirmation(token, retailer=None) is None


def test_a_link_of_another_signer_finds_none():
    token = signing.Signer(salt="another").sign(uuid4().hex + "x" * 16)

    assert find_confirmation(token, retailer=None) is None
