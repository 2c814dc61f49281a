"""Orders that came through the platform's own checkout."""

import pytest

from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tests.factories.goods import make_product
from tests.factories.orders import make_order


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def order_at():
    """order_at(shop, ...) places an order of one product there and gives the shop's order."""

    def make(retailer, *, product=None, email="ann@mail.example", **details):
        product = product or make_product(retailer)
        pointer = make_order(retailer, product, email=email, **details)
        with use_retailer(retailer):
            return Order.objects.get(uuid=pointer.uuid)

    return make
