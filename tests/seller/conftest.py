"""Orders that came through the platform's own checkout."""

import pytest

from marketplace.payments.checkout import place
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def order_at():
    """order_at(shop, ...) places an order of one product there and gives the shop's order."""

    def make(
        retailer, *, product=None, quantity=1, fulfilment="delivery", email="ann@mail.example"
    ):
        product = product or make_product(retailer)
        shopper = fill_cart(product.uuid, quantity=quantity)
        placed = place(
            shopper=shopper,
            email=email,
            retailers=None,
            fulfilment={retailer.slug: fulfilment},
            shipping_address=ADDRESS if fulfilment == "delivery" else None,
            payment_method="cash_on_delivery",
        )
        with use_retailer(retailer):
            return Order.objects.get(purchase=placed.purchase.uuid)

    return make
