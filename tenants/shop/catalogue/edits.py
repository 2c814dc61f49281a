"""One request, several services, one transaction: all of it is saved or nothing.

What programs write of a product (the REST API). Stock is locked before the product and its
listing, as everywhere.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from tenants.kernel.errors import Invalid
from tenants.shop.announcements import announced_once, retailer_here
from tenants.shop.catalogue import services
from tenants.shop.catalogue.category_paths import find_category_ids
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.partner.services import (
    StockBelowReserved,
    lock_stock,
    set_price,
    set_price_before,
    set_sku,
    set_stock,
)

ACTIVE, HIDDEN, ARCHIVED = "active", "hidden", "archived"
STATUSES = (ACTIVE, HIDDEN, ARCHIVED)
# Members of `values` and the columns of a product that they fill.
COLUMNS = {
    "title": "title",
    "description": "description",
    "brand": "brand",
    "barcode": "upc",
    "attributes": "specifications",
    "options": "variant_options",
    "min_quantity": "min_quantity",
    "max_quantity": "max_quantity",
    "is_featured": "is_featured",
}
OFFER = ("price", "price_before", "on_hand", "sku")  # a parent has none of its own


@transaction.atomic
@announced_once()
def create(*, values: Mapping[str, Any]) -> Product:
    """A product as `change` writes it; `has_variants` makes a parent that waits for them."""
    is_parent = values.get("has_variants", False)
    if is_parent:
        _require_no_offer(values)
    product = services.create_product(
        title=values["title"],
        structure=Product.PARENT if is_parent else None,
        categories=_categories(values.get("shop_categories", ())),
        price=_price(values),
        price_before=_price(values, "price_before"),
        stock=values.get("on_hand"),
        sku=values.get("sku", ""),
        upc=values.get("barcode") or None,
        is_public=values.get("status", ACTIVE) == ACTIVE,
        attributes=values.get("attributes"),
        **{
            name: values[name]
            for name in ("description", "brand", "min_quantity", "max_quantity", "is_featured")
            if name in values
        },
    )
    if values.get("status") == ARCHIVED:
        product = services.archive_product(product=product)
    return product


@transaction.atomic
@announced_once()
def change(*, product: Product, values: Mapping[str, Any]) -> Product:
    """Write what `values` names, leave the rest.

    COLUMNS, `status` (one of STATUSES), `shop_categories` (paths such as "Home > Mugs" that
    exist), `price` and `price_before` ({"amount", "currency"} or None), `on_hand` (what lies on the
    shelf, with what is promised; None: not counted) and `sku`. Raises Invalid, InvalidPrice,
    StockBelowReserved, NameTaken, OptionsTaken.
    """
    lock_stock(product)
    if product.structure == Product.PARENT:
        _require_no_offer(values)
    if "options" in values and not product.parent_id:
        raise Invalid(fields={"options": [gettext("Only a variant has options.")]})
    columns = {column: values[name] for name, column in COLUMNS.items() if name in values}
    if "upc" in columns:
        columns["upc"] = columns["upc"] or None
    if "status" in values:
        columns["is_public"] = values["status"] == ACTIVE
    if columns:
        product = services.change_product(product=product, **columns)
    if "shop_categories" in values:
        categories = _categories(values["shop_categories"])
        services.set_categories(product=product, categories=categories)
    _change_offer(product, values)
    return _set_status(product, values.get("status"))


@transaction.atomic
def add_variant(*, product: Product, values: Mapping[str, Any]) -> Product:
    """A variant with `options` of its own; a stand-alone product becomes a parent by its first.

    Raises as `change`, and HasOpenStock.
    """
    limits = {name: values[name] for name in ("min_quantity", "max_quantity") if name in values}
    return services.create_product(
        title=", ".join(values["options"].values())[:255],
        parent=product,
        options=values["options"],
        price=_price(values),
        price_before=_price(values, "price_before"),
        stock=values.get("on_hand"),
        sku=values.get("sku", ""),
        upc=values.get("barcode") or None,
        is_public=values.get("status", ACTIVE) == ACTIVE,
        **limits,
    )


def withheld_products(*, status: str) -> QuerySet[Product]:
    """The stand-alone and parent products that are HIDDEN, or ARCHIVED."""
    products: QuerySet[Product] = Product.objects.filter(parent=None)
    if status == ARCHIVED:
        return products.exclude(archived_at=None)
    return products.filter(is_public=False, archived_at=None)


def _change_offer(product: Product, values: Mapping[str, Any]) -> None:
    before = _price(values, "price_before") if "price_before" in values else ...
    if "price" in values:
        set_price(product=product, price=_price(values), price_before=before)
    elif before is not ...:
        set_price_before(product=product, price_before=before)
    if "on_hand" in values:
        try:
            set_stock(product=product, num_in_stock=values["on_hand"])
        except StockBelowReserved as refusal:
            fields = {"on_hand": refusal.fields["num_in_stock"]}
            raise StockBelowReserved(refusal.detail, fields=fields) from refusal
    if "sku" in values:
        set_sku(product=product, sku=values["sku"])


def _set_status(product: Product, status: str | None) -> Product:
    if status is None or (status == ARCHIVED) == (product.archived_at is not None):
        return product
    move = services.archive_product if status == ARCHIVED else services.restore_product
    return move(product=product)


def _require_no_offer(values: Mapping[str, Any]) -> None:
    message = gettext("A product with variants has this for each of them.")
    wrong = {name: [message] for name in OFFER if values.get(name)}
    if wrong:
        raise Invalid(fields=wrong)


def _price(values: Mapping[str, Any], name: str = "price") -> Any:
    """A shop sells in one currency: a cart could not be paid otherwise."""
    price = values.get(name)
    if price is None:
        return None
    currency = retailer_here().currency
    if price["currency"] != currency:
        raise Invalid(
            fields={
                f"{name}.currency": [
                    gettext("This shop sells in %(currency)s.") % {"currency": currency}
                ]
            }
        )
    return price["amount"]


def _categories(paths: Iterable[str]) -> list[Category]:
    name_paths = [tuple(name.strip() for name in path.split(">")) for path in paths]
    ids = find_category_ids(name_paths)
    missing = [" > ".join(path) for path in name_paths if path not in ids]
    if missing:
        raise Invalid(
            fields={
                "shop_categories": [
                    gettext("There is no category “%(path)s” here.") % {"path": path}
                    for path in missing
                ]
            }
        )
    chosen = {ids[path] for path in name_paths}
    return list(Category.objects.filter(pk__in=chosen).order_by("id"))
