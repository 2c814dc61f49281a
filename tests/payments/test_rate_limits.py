"""An attempt at a checkout, around work that does not come to an end."""

import pytest
from django.db import IntegrityError, OperationalError
from django.utils.timezone import now

from marketplace.payments import checkout
from marketplace.payments.rate_limits import CheckoutAttempt
from marketplace.requests.models import ThrottleCount
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(books):
    shopper = fill_cart(make_product(books).uuid)
    return CheckoutAttempt(
        shopper=shopper, email="ada@mail.example", retailers=None, address="203.0.113.7"
    )


def test_only_shops_that_are_bought_from_are_counted(books, coffee):
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)
    with CheckoutAttempt(
        shopper=shopper, email="ada@mail.example", retailers=["coffee"], address="203.0.113.7"
    ):
        counted = ThrottleCount.objects.filter(key__startswith="checkout-shop:")
        assert counted.count() == 1


def scopes():
    keys = ThrottleCount.objects.values_list("key", flat=True)
    return {key.partition(":")[0] for key in keys}


def test_whose_mailbox_is_proven_counts_for_no_shop(books):
    """A shop that is flooded by strangers takes her orders all the same."""
    user = make_customer(email_verified_at=now())
    shopper = fill_cart(make_product(books).uuid, user=user)
    with CheckoutAttempt(shopper=shopper, email="", retailers=None, address="203.0.113.7"):
        assert scopes() == {"checkout-try-address", "checkout-address", "checkout-account"}


def test_what_never_began_counts_nothing(attempt):
    """Another request with the same key was at work, or done."""
    with attempt:
        assert scopes() == {
            "checkout-try-address",
            "checkout-address",
            "checkout-mailbox",
            "checkout-shop",
        }
    assert scopes() == set()


@pytest.mark.parametrize(
    ("error", "left"), [(OperationalError, set()), (IntegrityError, {"checkout-try-address"})]
)
def test_what_an_outage_ended_leaves_no_try(attempt, monkeypatch, error, left):
    def fail(**order):
        raise error("as the database says")

    monkeypatch.setattr(checkout, "place", fail)
    with pytest.raises(error), attempt:
        attempt.place()
    assert scopes() == left
