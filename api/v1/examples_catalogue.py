"""Examples of a catalogue's parts, and of what a shop's staff write."""

from api.v1.examples import (
    CARD,
    CATEGORY,
    DELIVERY,
    IMAGE,
    MARKET,
    PRODUCT,
    PRODUCT_DETAIL,
    VARIANT,
    VARIANT_ROW,
    Example,
    euros,
    page,
)

PICTURE = "c0a8f3d2-6b1e-4f57-9a3c-2d4e6f8091a2"
SHELF = {"name": "Mugs", "path": "Home > Mugs", "product_count": 12, "children": []}
PRODUCT_IMAGE = IMAGE | {"id": PICTURE, "is_primary": True}
STOCK = {"available": True, "quantity": 4}
FACETS = {
    "total": 12,
    "categories": [{"value": "mugs", "label": "Mugs", "count": 12, "depth": 1}],
    "brands": [{"value": "hearth", "label": "Hearth", "count": 7}],
    "retailers": [{"value": "northgate-books", "label": "Northgate Books", "count": 12}],
    "availability": {"in_stock": 10, "out_of_stock": 2},
    "price": {"min": "4.50", "max": "39.00", "currency": "EUR"},
    "on_sale": 3,
    "currencies": [{"value": "EUR", "count": 42, "rated_on": "2026-11-27"}],
}
WRITTEN = {
    "title": "Stoneware mug",
    "description": "<p>Holds 0.3 litres.</p>",
    "brand": "Hearth",
    "shop_categories": [],
    "attributes": {"Material": "Stoneware"},
    "price": euros("12.50"),
    "on_hand": 9,
    "sku": "MUG",
    "status": "active",
}
SIMPLE = PRODUCT_DETAIL | {"has_variants": False, "variants": [], "sku": "MUG"}
HOURS = {
    "timezone": "Europe/Berlin",
    "open_now": True,
    "opening_hours": [{"weekday": 0, "opens": "10:00", "closes": "18:30"}],
}
QUEUED = {
    "id": "a1b2c3d4-e5f6-4789-8abc-def012345678",
    "file_name": "products.csv",
    "format": "",
    "status": "queued",
    "is_dry_run": False,
    "rows": 0,
    "imported_rows": 0,
    "refused_rows": 0,
    "remarks": 0,
    "created": 0,
    "updated": 0,
    "unchanged": 0,
    "progress": 0,
    "notes": [],
    "error": "",
    "started_at": "2026-11-21T09:30:00Z",
    "finished_at": None,
}
IMPORT = QUEUED | {
    "format": "template",
    "status": "done",
    "rows": 240,
    "imported_rows": 239,
    "refused_rows": 1,
    "created": 239,
    "progress": 100,
    "finished_at": "2026-11-21T09:30:04Z",
}

EXAMPLES: dict[str, Example] = {
    "search_products": Example(response=page(CARD)),
    "products_featured": Example(response=page(CARD | {"is_featured": True})),
    "products_create": Example(WRITTEN, SIMPLE),
    "products_replace": Example(WRITTEN, SIMPLE),
    "products_change": Example({"title": "Stoneware mug", "status": "active"}, SIMPLE),
    "products_variants": Example(response={"results": [VARIANT_ROW]}),
    "products_variants_add": Example(
        {"options": {"Colour": "Blue"}, "price": euros("12.50"), "on_hand": 4, "sku": "MUG-BLUE"},
        VARIANT_ROW,
    ),
    "products_variants_read": Example(response=VARIANT_ROW),
    "products_variants_change": Example({"price": euros("12.50")}, VARIANT_ROW),
    "products_availability": Example(
        response={
            "stock": {"available": True, "quantity": 9},
            "items": [
                {
                    "id": VARIANT,
                    "options": {"Colour": "Blue"},
                    "stock": STOCK,
                    "min_quantity": 1,
                    "max_quantity": None,
                }
            ],
            "delivery_options": DELIVERY,
        }
    ),
    "products_price": Example(
        response={
            "price": euros("12.50"),
            "price_max": euros("14.00"),
            "was": euros("15.00"),
            "on_sale": True,
            "items": [
                {
                    "id": VARIANT,
                    "options": {"Colour": "Blue"},
                    "price": euros("12.50"),
                    "was": euros("15.00"),
                },
            ],
        }
    ),
    "products_images": Example(response={"results": [PRODUCT_IMAGE]}),
    "products_images_add": Example(
        {"image": "(the file)", "alt": "A mug", "is_primary": True}, PRODUCT_IMAGE
    ),
    "products_images_order": Example({"images": [PICTURE]}, {"results": [PRODUCT_IMAGE]}),
    "products_images_read": Example(response=PRODUCT_IMAGE),
    "products_images_change": Example({"alt": "A mug", "is_primary": True}, PRODUCT_IMAGE),
    "imports_list": Example(response=page(IMPORT)),
    "imports_add": Example({"file": "(the file)", "dry_run": False}, QUEUED),
    "imports_read": Example(response=IMPORT),
    "imports_errors": Example(
        response=page(
            {
                "row": 7,
                "kind": "refused",
                "field": "price",
                "value": "on request",
                "name": "Teapot",
                "reason": "This is no price.",
            }
        )
    ),
    "search_suggestions": Example(
        response={
            "results": [
                {
                    "kind": "product",
                    "label": "Stoneware mug",
                    "value": PRODUCT,
                    "url": f"{MARKET}/products/stoneware-mug-1yfptkgh2512",
                },
                {"kind": "category", "label": "Mugs", "value": CATEGORY["slug"], "url": None},
            ]
        }
    ),
    "search_filters": Example(response=FACETS),
    "categories_filters": Example(response=FACETS),
    "retailers_hours": Example(response=HOURS),
    "retailers_delivery_options": Example(response={"results": DELIVERY}),
    "retailers_categories": Example(response={"results": [SHELF]}),
    "retailers_categories_add": Example({"path": "Home > Mugs"}, SHELF),
}

# The same below retailers/{slug}/.
EXAMPLES |= {
    f"retailers_{name}": example
    for name, example in EXAMPLES.items()
    if name.startswith(("products_", "imports_"))
}
