"""Examples of reviews and wishlists."""

from api.v1.examples import CARD, IMAGE, MARKET, PRODUCT, RETAILER, VARIANT, Example, euros, page

REVIEW = {
    "id": "c4b3a291-8f7e-4d6c-9b5a-493827160f5e",
    "product": PRODUCT,
    "retailer": RETAILER,
    "author": "Ada L.",
    "rating": 5,
    "title": "Sits well in the hand",
    "comment": "Bigger than I thought, and the glaze is lovely.",
    "is_verified_purchase": True,
    "helpful_count": 3,
    "is_shown": True,
    "created_at": "2026-11-28T10:15:00Z",
    "changed_at": "2026-11-28T10:15:00Z",
}
WRITTEN = {"rating": 5, "title": REVIEW["title"], "comment": REVIEW["comment"]}
SUMMARY = {
    "average": "4.50",
    "count": 2,
    "histogram": {"5": 1, "4": 1, "3": 0, "2": 0, "1": 0},
}
SUMMARISED = page(REVIEW) | {"summary": SUMMARY}
REPORTED = REVIEW | {"report_count": 1, "reasons": ["It is about another shop."]}
WISH = {
    "product": PRODUCT,
    "title": "Stoneware mug",
    "retailer": RETAILER,
    "url": CARD["url"],
    "image": IMAGE,
    "is_for_sale": True,
    "is_available": True,
    "price": euros("12.50"),
    "was": None,
    "saved_price": euros("14.00"),
    "has_dropped": True,
    "saved_at": "2026-11-21T09:30:00Z",
}
SAVED = {"product": PRODUCT, "is_saved": True}
SHARE_TOKEN = "1f0e9d8c7b6a59483726150493827160~mXq0uY7x"

EXAMPLES: dict[str, Example] = {
    "reviews_list": Example(response=page(REVIEW)),
    "reviews_create": Example({"product": PRODUCT, **WRITTEN}, REVIEW),
    "products_reviews_list": Example(response=SUMMARISED),
    "products_reviews_create": Example(WRITTEN, REVIEW),
    "retailers_reviews_list": Example(response=SUMMARISED),
    "reviews_read": Example(response=REVIEW),
    "reviews_change": Example({"rating": 4}, REVIEW | {"rating": 4}),
    "reviews_helpful": Example(response=REVIEW | {"helpful_count": 4}),
    "reviews_not_helpful": Example(response=REVIEW),
    "reviews_report": Example({"reason": "It is about another shop."}),
    "reviews_moderate": Example({"is_shown": False}, REVIEW | {"is_shown": False}),
    "staff_reviews_list": Example(response=page(REPORTED)),
    "wishlist_read": Example(response=page(WISH)),
    "wishlist_add": Example({"product": VARIANT}, SAVED),
    "wishlist_put": Example(response=SAVED),
    "wishlist_check": Example(response=SAVED),
    "wishlist_share": Example(
        response={"token": SHARE_TOKEN, "url": f"{MARKET}/wishlists/{SHARE_TOKEN}"}
    ),
    "wishlist_shared": Example(response=page(WISH) | {"owner": "Ada"}),
}
