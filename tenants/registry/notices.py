"""Upward notices: how a lower stage tells the stages above it, without importing them.

Sent explicitly by a service inside its transaction; a receiver's exception propagates and
rolls the change back. `retailer` is a Retailer, every id a UUID.
"""

from django.dispatch import Signal

product_changed = Signal()  # retailer, products: list[UUID] of stand-alone and parent products
stock_changed = Signal()  # retailer, products: list[UUID] of stand-alone and parent products
category_changed = Signal()  # retailer, categories: list[int]
order_changed = Signal()  # retailer, order: Order, before: str, actor: User | None, role
review_changed = Signal()  # retailer, review: UUID of one that was written, changed or deleted
retailer_changed = Signal()  # retailer
# retailer, move: applied, declined, suspended, resumed, released or closed;
# reason: "" or the operator's
retailer_moved = Signal()
offers_changed = Signal()  # retailer, promotions: list[UUID] of offers and vouchers
audited = Signal()  # events: list[Event], and for those that do not say: who, source, retailer
