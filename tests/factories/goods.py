"""Products and carts, made by the services that the product itself uses."""

from decimal import Decimal
from itertools import count
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import create_product
from tenants.shop.partner.models import StockRecord

numbers = count(1)

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lind",
    "line1": "Hafenstraße 3",
    "city": "Hamburg",
    "postcode": "20459",
    "country": "DE",
    "phone_number": "+4940123456",
}


def sell(retailer: Retailer, title: str = "", **fields: object) -> Product:
    """A product of this shop, 12.50 (or 1200 in yen) and ten in stock unless told otherwise."""
    price = Decimal(1200) if retailer.currency == "JPY" else Decimal("12.50")
    values = {"title": title or f"Thing {next(numbers)}", "price": price, "stock": 10} | fields
    values["price"] = None if values["price"] is None else Decimal(values["price"])
    with use_retailer(retailer):
        return create_product(**values)


def stock_of(retailer: Retailer, product: Product) -> tuple[int | None, int]:
    """(in stock, allocated) as the shop's table has it."""
    with use_retailer(retailer):
        return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(
            product_id=product.pk
        )


def fill_cart(*products: UUID, user: User | None = None, quantity: int = 1) -> Shopper:
    """A shopper with these products in the cart: this user, or a new guest."""
    shopper = Shopper(user=user)
    for product in products:
        view = add_item(shopper=shopper, product=product, quantity=quantity)
        shopper = shopper if user else Shopper(token=view.token)
    return shopper
