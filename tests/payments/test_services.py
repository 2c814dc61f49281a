"""What a payment is made of."""

import pytest

from marketplace.payments.models import Allocation, Payment
from marketplace.payments.services import open_payment
from tests.factories.goods import make_product
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def test_shares_that_do_not_sum_up_to_the_purchase_stop_the_sale(books):
    order = make_order(books, make_product(books))
    Allocation.objects.all().delete()
    Payment.objects.all().delete()
    order.payable -= 1

    with pytest.raises(AssertionError, match="do not sum"):
        open_payment(purchase=order.purchase, orders=[order], method="cash_on_delivery")

    assert not Allocation.objects.exists()
