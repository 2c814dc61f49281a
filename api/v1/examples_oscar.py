"""What django-oscar-api's names ask and answer, by operation id."""

from typing import Any

from api.v1.examples import ADDRESS, IMAGE, ITEM, ORDER, ORDER_TOKEN, SHOP, USER, VARIANT, Example
from api.v1.examples_buying import AWAITED

OSCAR = f"{SHOP}/api/v1/oscar"
PRODUCT_LINK = f"{OSCAR}/products/{VARIANT}/"
LINE_LINK = f"{OSCAR}/basket/lines/{ITEM}/"


def totals(amount: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, amount)


BASKET: dict[str, Any] = {
    "id": "mine",
    "owner": None,
    "status": "Open",
    "url": f"{OSCAR}/basket/",
    "lines": f"{OSCAR}/basket/lines/",
    "currency": "EUR",
    "is_tax_known": True,
    "offer_discounts": [],
    "voucher_discounts": [],
    "total_tax": "0.00",
} | totals(
    "25.00",
    "total_excl_tax",
    "total_excl_tax_excl_discounts",
    "total_incl_tax",
    "total_incl_tax_excl_discounts",
)
PRICES: dict[str, Any] = {"quantity": 2, "price_currency": "EUR"} | totals(
    "25.00",
    "price_excl_tax",
    "price_incl_tax",
    "price_incl_tax_excl_discounts",
    "price_excl_tax_excl_discounts",
)
LINE = PRICES | {
    "url": LINE_LINK,
    "product": PRODUCT_LINK,
    "product_title": "Stoneware mug",
    "attributes": [],
    "is_tax_known": True,
    "warning": None,
    "basket": f"{OSCAR}/basket/",
}
METHOD = {
    "code": "delivery",
    "name": "Delivery",
    "description": "",
    "price": {"currency": "EUR", "excl_tax": "4.90", "incl_tax": "4.90", "tax": "0.00"},
    "is_discounted": False,
    "discount": "0.00",
}
ORDER_LINK = f"{OSCAR}/orders/{ORDER}/"
COUNTRY = {
    "url": f"{OSCAR}/countries/GB/",
    "iso_3166_1_a2": "GB",
    "name": "United Kingdom",
    "printable_name": "United Kingdom",
    "is_shipping_country": True,
}
LINK = {"id": VARIANT, "title": "Stoneware mug", "url": PRODUCT_LINK}
PERSON = {"id": USER["id"], "username": USER["email"], "email": USER["email"]}
ORDERED: dict[str, Any] = {
    "number": "NORTHGATE-BOOKS-7KX54K310G",
    "basket": f"{OSCAR}/basket/",
    "url": ORDER_LINK,
    "lines": f"{ORDER_LINK}lines/",
    "owner": None,
    "currency": "EUR",
    "total_incl_tax": "29.90",
    "total_excl_tax": "29.90",
    "shipping_incl_tax": "4.90",
    "shipping_excl_tax": "4.90",
    "shipping_address": ADDRESS,
    "billing_address": None,
    "shipping_method": "Delivery",
    "shipping_code": "delivery",
    "status": "pending",
    "email": "guest@mail.example",
    "date_placed": "2026-11-21T09:30:00Z",
    "payment_url": "",
    "offer_discounts": [],
    "voucher_discounts": [],
    "surcharges": [],
    "order_token": ORDER_TOKEN,
}
EXAMPLES: dict[str, Example] = {
    "oscar_basket_read": Example(response=BASKET),
    "oscar_basket_add": Example({"url": PRODUCT_LINK, "quantity": 2}, BASKET),
    "oscar_lines_list": Example(response=LINE),
    "oscar_line_change": Example({"quantity": 2}, BASKET),
    "oscar_shipping_methods": Example(response=METHOD),
    "oscar_checkout": Example(
        {
            "basket": f"{OSCAR}/basket/",
            "guest_email": "guest@mail.example",
            "total": "29.90",
            "shipping_method_code": "delivery",
            "shipping_address": {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "line1": "12 St James's Square",
                "line4": "London",
                "postcode": "SW1Y 4JH",
                "country": COUNTRY["url"],
            },
        },
        ORDERED,
        AWAITED,
    ),
    "oscar_voucher_add": Example(
        {"vouchercode": "WELCOME10"},
        {"name": "Ten per cent for new readers", "code": "WELCOME10", "amount": "2.50"},
    ),
    "oscar_line_read": Example(response=LINE),
    "oscar_line_replace": Example({"quantity": 2}, BASKET),
    "oscar_shipping_methods_for": Example({"country": COUNTRY["url"]}, METHOD),
    "oscar_products_list": Example(response=LINK),
    "oscar_products_read": Example(
        response=LINK
        | {
            "description": "<p>Holds 0.3 litres.</p>",
            "structure": "child",
            "categories": ["Home", "Mugs"],
            "attributes": [{"name": "Colour", "value": "Blue"}],
            "images": [{"original": IMAGE["url"], "caption": "A mug"}],
            "options": [],
            "children": [],
            "price": f"{PRODUCT_LINK}price/",
            "availability": f"{PRODUCT_LINK}availability/",
        }
    ),
    "oscar_products_price": Example(
        response={"currency": "EUR", "excl_tax": "12.50", "incl_tax": "12.50", "tax": "0.00"}
    ),
    "oscar_products_availability": Example(
        response={"is_available_to_buy": True, "num_available": 4, "message": "Available"}
    ),
    "oscar_options_list": Example(response={"name": "Colour", "value": "Blue"}),
    "oscar_countries_list": Example(response=COUNTRY),
    "oscar_countries_read": Example(response=COUNTRY),
    "oscar_login_read": Example(response=PERSON),
    "oscar_login": Example(
        {"username": "ada@mail.example", "password": "engines weave algebra"}, PERSON
    ),
    "oscar_orders_list": Example(
        response={
            "number": "NORTHGATE-BOOKS-7KX54K310G",
            "url": ORDER_LINK,
            "lines": f"{ORDER_LINK}lines/",
            "currency": "EUR",
            "total_incl_tax": "29.90",
            "status": "pending",
            "date_placed": "2026-11-21T09:30:00Z",
        }
    ),
    "oscar_orders_read": Example(response=ORDERED),
    "oscar_order_lines_list": Example(
        response=PRICES | {"order": ORDER_LINK, "product": PRODUCT_LINK, "title": "Stoneware mug"}
    ),
}
