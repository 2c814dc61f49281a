"""A customer's reviews over all shops: each verb finds the shop, which does it."""

from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.discovery.queries import find_on_sale
from marketplace.reviews.models import HidingRequest, ReviewCopy
from marketplace.reviews.queries import SHOWN_WITH, find_review
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews import services as shop
from tenants.shop.catalogue.reviews.models import ProductReview, Vote


@transaction.atomic
def write(
    *,
    user: User,
    product: UUID,
    score: int,
    title: str = "",
    body: str = "",
    retailer: Retailer | None = None,
) -> ReviewCopy:
    """Raises NotFound, AlreadyReviewed, OwnShop, AddressNotProven."""
    listing = find_on_sale(product=product, retailer=retailer)
    with use_retailer(listing.retailer):
        review = shop.write_review(
            product=listing.uuid, user=user, score=score, title=title, body=body
        )
    return _copy(review.uuid)


def hold_own(*, user: User, uuid: UUID, retailer: Retailer | None = None) -> ReviewCopy:
    """One's own as it stands, locked until the transaction ends. Raises NotFound."""
    with use_retailer(find_review(uuid=uuid, user=user, retailer=retailer).retailer):
        shop.hold_own_review(uuid=uuid, user=user)
    return _copy(uuid)


def change(
    *, user: User, uuid: UUID, retailer: Retailer | None = None, **changes: Any
) -> ReviewCopy:
    """One's own. `changes` are score, title, body. Raises NotFound, AddressNotProven."""
    with use_retailer(find_review(uuid=uuid, user=user, retailer=retailer).retailer):
        shop.change_review(uuid=uuid, user=user, **changes)
    return _copy(uuid)


def delete(*, user: User, uuid: UUID, retailer: Retailer | None = None) -> None:
    """One's own. Raises NotFound."""
    with use_retailer(find_review(uuid=uuid, user=user, retailer=retailer).retailer):
        shop.delete_review(uuid=uuid, user=user)


def find_helpful(
    *, user: User, uuid: UUID, helpful: bool = True, retailer: Retailer | None = None
) -> ReviewCopy:
    """Once per person, taken back by `helpful=False`. Raises NotFound, OwnReview."""
    with use_retailer(find_review(uuid=uuid, user=user, retailer=retailer).retailer):
        if helpful:
            shop.mark_review(uuid=uuid, user=user, kind=Vote.Kind.HELPFUL)
        else:
            shop.unmark_review(uuid=uuid, user=user)
    return _copy(uuid)


def report(*, user: User, uuid: UUID, reason: str, retailer: Retailer | None = None) -> None:
    """The shop's staff see it; once per person. Raises NotFound, OwnReview."""
    with use_retailer(find_review(uuid=uuid, user=user, retailer=retailer).retailer):
        shop.mark_review(uuid=uuid, user=user, kind=Vote.Kind.REPORT, reason=reason)


def follow_review(*, retailer: Retailer, review: UUID, **kwargs: Any) -> None:
    """Receiver of review_changed, in the shop's schema: the copy in public is written anew."""
    row = ProductReview.objects.filter(uuid=review).select_related("product").first()
    if row is None:
        ReviewCopy.objects.filter(uuid=review, retailer=retailer).delete()
        HidingRequest.objects.filter(review=review, retailer=retailer).delete()
        return
    values = {
        "retailer": retailer,
        "product": row.product.uuid,
        "user_id": row.user_id,
        "score": row.score,
        "title": row.title,
        "body": row.body,
        "is_verified": row.is_verified,
        "is_shown": row.status == shop.SHOWN,
        "is_reported": row.report_count > 0,
        "helpful_count": row.helpful_count,
        "created_at": row.date_created,
        "changed_at": row.changed_at,
    }
    if not ReviewCopy.objects.filter(uuid=review).update(**values):
        ReviewCopy.objects.create(uuid=review, **values)


def _copy(uuid: UUID) -> ReviewCopy:
    return ReviewCopy.objects.select_related(*SHOWN_WITH).get(uuid=uuid)
