"""How shops hand over, and what that costs."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.parameters import texts
from api.v1 import samples
from api.v1.cart.views import read_items
from api.v1.shipping.inputs import CalculateInput
from api.v1.shipping.outputs import (
    ShippingMethodsOutput,
    ShippingPricesOutput,
    show_shipping,
    show_shipping_price,
)
from api.views import list_response
from marketplace.cart.queries import read_cart
from marketplace.payments import delivery
from marketplace.payments.rate_limits import count_coordinates
from marketplace.requests.clients import client_address

RETAILER = OpenApiParameter(
    "retailer", str, many=True, description="A shop's slug; may be repeated"
)


class ShippingMethodsView(ShopperEndpoint):
    query = frozenset({"retailer"})

    @extend_schema(
        operation_id="shipping_methods",
        summary="Delivery and pickup of shops, and their fees",
        description="Of the shops that are named; of those in the cart where none is.",
        tags=["shipping"],
        parameters=[RETAILER, CART_TOKEN],
        responses={200: ShippingMethodsOutput},
    )
    def get(self, request: Request) -> Response:
        shops = delivery.shipping_of_shops(
            slugs=texts(web_request(request).GET, "retailer"),
            retailer=self.retailer,
            cart=read_cart(self.shopper),
        )
        return list_response([show_shipping(shop) for shop in shops])


class ShippingCalculateView(ShopperEndpoint):
    problems = {"post": [409, 422, 429]}
    examples = {
        "post": Example(
            request={
                "items": [{"product": samples.VARIANT, "quantity": 2}],
                "shipping_address": {"country": "GB"},
            }
        )
    }

    @extend_schema(
        operation_id="shipping_calculate",
        summary="What delivery and pickup cost at each shop",
        description=(
            "For the cart, or for a list of products at present prices. Questions with coordinates "
            "are counted."
        ),
        tags=["shipping"],
        parameters=[CART_TOKEN],
        request=CalculateInput,
        responses={200: ShippingPricesOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(CalculateInput, request.data)
        address = values.get("shipping_address") or {}
        delivery.require_country(address.get("country") or "")
        count_coordinates(address, client=client_address(web_request(request)))
        items = values.get("items")
        shops = (
            delivery.shipping_of_cart(read_cart(self.shopper))
            if items is None
            else delivery.shipping_of_items(items=read_items(items), retailer=self.retailer)
        )
        obstacles = delivery.find_obstacles_to(shops, address)
        return list_response(
            [show_shipping_price(shop, obstacles.get(shop.retailer.pk)) for shop in shops]
        )
