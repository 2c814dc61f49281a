"""What requests and answers look like, by operation id, for the OpenAPI document.

A test holds each against its schema.
"""

from typing import Any, NamedTuple

from api.v1.examples_people import PEOPLE

MARKET = "https://galleria.example"
SHOP = "https://northgate-books.galleria.example"
PRODUCT = "5e0c1b1e-7c7e-4d0c-9d8f-0f4a6f1f2a10"
VARIANT = "b6a1d1f4-2a55-4a1e-8a0d-6b9b8d7c3e21"
ITEM = "0d9c7a52-1d7e-4f0a-b7f6-58f5a2f3c4d5"
ORDER = "9f1d2c3b-4a5e-4b6c-8d7e-1f2a3b4c5d6e"
PURCHASE = "3c2b1a09-8f7e-4d6c-b5a4-938271605f4e"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl"
CART_TOKEN = "1f0e9d8c7b6a59483726150493827160:mXq0"
ORDER_TOKEN = "3c2b1a098f7e4d6cb5a4938271605f4e:1vMfQ2:uY7x"


class Example(NamedTuple):
    request: Any = None
    response: Any = None
    accepted: Any = None  # the other answer, with 202


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


RETAILER = {"slug": "northgate-books", "name": "Northgate Books", "url": SHOP}
PICTURE = f"{MARKET}/media/shop_northgate_books/products/5e/a"
IMAGE = {
    "url": f"{PICTURE}-640.webp",
    "alt": "A mug",
    "sizes": [
        {"width": 320, "url": f"{PICTURE}-320.webp"},
        {"width": 640, "url": f"{PICTURE}-640.webp"},
    ],
}
CARD = {
    "id": PRODUCT,
    "title": "Stoneware mug",
    "slug": "stoneware-mug",
    "url": f"{MARKET}/products/stoneware-mug-1yfptkgh2512",
    "brand": "Hearth",
    "retailer": RETAILER,
    "price": euros("12.50"),
    "price_max": euros("14.00"),
    "was": euros("15.00"),
    "on_sale": True,
    "image": IMAGE,
    "stock": {"available": True, "quantity": 9},
    "has_variants": True,
    "is_featured": False,
    "rating": "4.50",
    "rating_count": 12,
}
VARIANT_ROW = {
    "id": VARIANT,
    "title": "Stoneware mug",
    "options": {"Colour": "Blue"},
    "price": euros("12.50"),
    "was": euros("15.00"),
    "stock": {"available": True, "quantity": 4},
    "sku": "MUG-BLUE",
    "min_quantity": 1,
    "max_quantity": None,
    "image": None,
}
DELIVERY = [
    {"fulfilment": "delivery", "fee": euros("4.90"), "free_over": euros("50.00")},
    {"fulfilment": "pickup", "fee": euros("0.00"), "free_over": None},
]
PRODUCT_DETAIL = CARD | {
    "description": "<p>Holds 0.3 litres.</p>",
    "images": [IMAGE],
    "categories": [{"slug": "home", "name": "Home"}, {"slug": "mugs", "name": "Mugs"}],
    "attributes": {"Material": "Stoneware"},
    "variants": [VARIANT_ROW],
    "sku": "",
    "min_quantity": 1,
    "max_quantity": None,
    "shop_categories": ["Home > Mugs"],
    "delivery_options": DELIVERY,
    "status": "active",
    "created_at": "2026-11-21T09:30:00Z",
}
CART = {
    "token": CART_TOKEN,
    "groups": [
        {
            "retailer": RETAILER,
            "available": True,
            "problem": None,
            "fulfilment": "delivery",
            "items": [
                {
                    "id": ITEM,
                    "product": VARIANT,
                    "listing": PRODUCT,
                    "title": "Stoneware mug",
                    "options": {"Colour": "Blue"},
                    "url": CARD["url"],
                    "image": IMAGE,
                    "quantity": 2,
                    "unit_price": euros("12.50"),
                    "before_discount": euros("25.00"),
                    "discount": euros("0.00"),
                    "payable": euros("25.00"),
                    "min_quantity": 1,
                    "max_quantity": None,
                    "stock": 4,
                    "problem": None,
                    "was": None,
                }
            ],
            "goods_total": euros("25.00"),
            "delivery_fee": euros("4.90"),
            "free_delivery_over": euros("50.00"),
            "discount": euros("0.00"),
            "discounts": [],
            "vouchers": [],
            "minimum_order": euros("15.00"),
            "missing_for_minimum": None,
            "to_pay": euros("29.90"),
        }
    ],
    "goods_totals": [euros("25.00")],
    "to_pay": [euros("29.90")],
    "count": 2,
}
EMPTY_CART = {"token": CART_TOKEN, "groups": [], "goods_totals": [], "to_pay": [], "count": 0}
PAYMENT = {
    "id": "6f5e4d3c-2b1a-4c0d-9e8f-7a6b5c4d3e2f",
    "status": "cod_due",
    "method": "cash_on_delivery",
    "amount": euros("29.90"),
    "client_secret": None,
    "next_action": None,
}
USER = {
    "id": "7a6b5c4d-3e2f-4a1b-9c0d-8e7f6a5b4c3d",
    "email": "ada@mail.example",
    "phone": None,
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email_verified": True,
    "phone_verified": False,
}
LOGIN = {"user": USER, "access": TOKEN, "refresh": TOKEN, "cart": None}
ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
    "country": "GB",
    "phone_number": "+442079460000",
}
ORDER_SUMMARY = {
    "id": ORDER,
    "number": "NORTHGATE-BOOKS-7KX54K310G",
    "retailer": RETAILER,
    "status": "pending",
    "fulfilment": "delivery",
    "payable": euros("29.90"),
    "delivery_fee": euros("4.90"),
    "discount": euros("0.00"),
}
ORDER_ROW = ORDER_SUMMARY | {
    "purchase": PURCHASE,
    "placed_at": "2026-11-21T09:30:00Z",
    "item_count": 2,
    "summary": "Stoneware mug",
    "payment_status": "cod_due",
}
ORDER_DETAIL = ORDER_ROW | {
    "items": [
        {
            "id": ITEM,
            "product": VARIANT,
            "title": "Stoneware mug",
            "quantity": 2,
            "unit_price": euros("12.50"),
            "before_discount": euros("25.00"),
            "discount": euros("0.00"),
            "payable": euros("25.00"),
        }
    ],
    "goods_total": euros("25.00"),
    "discounts": [],
    "payment": PAYMENT,
    "shipping_address": ADDRESS,
    "payment_method": "cash_on_delivery",
    "tracking_number": "",
    "carrier": "",
    "can_cancel": True,
    "returnable_until": None,
    "events": [{"status": "pending", "at": "2026-11-21T09:30:00Z", "role": "customer", "note": ""}],
}
CANCELLED = ORDER_DETAIL | {
    "status": "cancelled",
    "payment": PAYMENT | {"status": "cancelled"},
    "payment_status": "cancelled",
    "can_cancel": False,
}
RETAILER_ROW = RETAILER | {
    "id": "e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9",
    "tagline": "Second-hand and new",
    "trade": "Books",
    "logo": None,
    "currency": "EUR",
    "language": "en",
    "city": "Berlin",
    "country": "DE",
    "offers_delivery": True,
    "offers_pickup": True,
    "delivery_fee": euros("4.90"),
    "free_delivery_over": euros("50.00"),
    "minimum_order": None,
    "location": {"latitude": 52.5296, "longitude": 13.4014},
    "timezone": "Europe/Berlin",
    "open_now": True,
    "opening_hours": [{"weekday": 0, "opens": "10:00", "closes": "18:30"}],
}
RETAILER_DETAIL = RETAILER_ROW | {
    "street": "Torstraße 1",
    "postcode": "10119",
    "contact_email": "hello@northgate.example",
    "contact_phone": "+4930123456",
    "delivery_options": DELIVERY,
}
CATEGORY = {
    "slug": "home",
    "name": "Home",
    "path": "home",
    "product_count": 214,
    "children": [
        {
            "slug": "mugs",
            "name": "Mugs",
            "path": "home/mugs",
            "product_count": 12,
            "children": [],
        }
    ],
}


def page(*rows: Any) -> dict[str, Any]:
    return {"results": list(rows), "next": None, "previous": None}


EXAMPLES: dict[str, Example] = {
    "products_list": Example(
        response=page(CARD) | {"next": f"{MARKET}/api/v1/products/?cursor=WyJuZXdlc3QiXQ"}
    ),
    "search": Example(response=page(CARD)),
    "products_read": Example(response=PRODUCT_DETAIL),
    "categories_list": Example(response={"results": [CATEGORY]}),
    "categories_read": Example(response=CATEGORY),
    "brands_list": Example(response=page({"key": "hearth", "name": "Hearth", "product_count": 7})),
    "retailers_list": Example(response=page(RETAILER_ROW | {"distance": 840})),
    "retailers_read": Example(response=RETAILER_DETAIL),
    "cart_read": Example(response=CART),
    "cart_clear": Example(response=EMPTY_CART),
    "cart_add": Example({"product": VARIANT, "quantity": 2}, CART),
    "cart_change": Example({"quantity": 2}, CART),
    "cart_remove": Example(response=EMPTY_CART),
    "cart_fulfilment": Example({"fulfilment": "delivery"}, CART),
    "orders_list": Example(response=page(ORDER_ROW)),
    "orders_read": Example(response=ORDER_DETAIL),
    "orders_cancel": Example(response=CANCELLED),
}


# Each part has examples of its own, which use what stands above.
from api.v1 import (  # noqa: E402
    examples_auth,
    examples_buying,
    examples_catalogue,
    examples_orders,
    examples_oscar,
    examples_reviews,
)

EXAMPLES |= examples_oscar.EXAMPLES
EXAMPLES |= examples_auth.EXAMPLES
EXAMPLES |= examples_catalogue.EXAMPLES
EXAMPLES |= examples_buying.EXAMPLES
EXAMPLES |= {operation: Example(*pair) for operation, pair in PEOPLE.items()}
EXAMPLES |= examples_orders.EXAMPLES
EXAMPLES |= examples_reviews.EXAMPLES
