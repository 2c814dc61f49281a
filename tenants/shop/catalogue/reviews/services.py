"""Writing, changing, marking and moderating reviews; runs inside the shop's schema.

Whatever changes a product's average locks the product first. Two reviews of one product
therefore follow each other, and the second counts the first.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.joints.django import delete_at_once
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.locks import hold
from tenants.registry import notices
from tenants.shop.announcements import announce_products, retailer_here
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.reviews.models import ProductReview, Vote
from tenants.shop.order import states
from tenants.shop.order.models import Line, Order

NO_REVIEW = _("There is no such review here.")
SHOWN, HIDDEN = ProductReview.APPROVED, ProductReview.REJECTED
RECOUNT = """
UPDATE catalogue_product AS product
   SET rating = counted.average, rating_count = counted.number
  FROM (SELECT avg(score)::float8 AS average, count(*) AS number
          FROM reviews_productreview WHERE product_id = %(product)s AND status = %(shown)s
       ) AS counted
 WHERE product.id = %(product)s
   AND (product.rating, product.rating_count)
       IS DISTINCT FROM (counted.average, counted.number)
RETURNING product.id
"""
MARK = """
INSERT INTO reviews_vote (review_id, user_id, kind, reason, delta, date_created)
VALUES (%s, %s, %s, %s, %s, now()) ON CONFLICT (review_id, user_id, kind) DO NOTHING RETURNING id
"""


class AlreadyReviewed(Refusal):
    code = "already-reviewed"
    title = _("You have reviewed this product before.")
    meaning = _("A customer has one review per product.")
    remedy = _("Change it: `PATCH reviews/{id}/`; `reviews/?mine=true` lists yours.")


class OwnShop(Refusal):
    code = "own-shop"
    status = 403
    title = _("Who works in a shop does not review its products.")
    meaning = _("The account is a member of that shop's staff.")
    remedy = _("Use a customer's account that does not work there.")


class AddressNotProven(Refusal):
    code = "address-not-proven"
    status = 403
    title = _("Prove your e-mail address first; what you wrote is not published yet.")
    meaning = _("The account's e-mail address is not proven, and it has not received the product.")
    remedy = _("`POST auth/resend-verification/` sends a link; send the review again afterwards.")


class OwnReview(Refusal):
    code = "own-review"
    title = _("It is your own review.")
    meaning = _("Nobody finds helpful, or reports, what she wrote herself.")
    remedy = _("Hide these buttons at her own reviews.")


@transaction.atomic
def write_review(
    *, product: UUID, user: Any, score: int, title: str = "", body: str = ""
) -> ProductReview:
    """`product` is a stand-alone or parent product. Raises NotFound, AlreadyReviewed, OwnShop,
    AddressNotProven.
    """
    if user.membership is not None:
        raise OwnShop
    owner = _lock_product(product)
    is_verified = has_bought(user=user, product=owner)
    if not (is_verified or is_proven(user)):
        raise AddressNotProven
    review = ProductReview(
        product=owner,
        user_id=user.pk,
        score=score,
        title=title,
        body=body,
        status=SHOWN,
        is_verified=is_verified,
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyReviewed(gettext("Change the review that you wrote.")) from error
    return _recount(owner, review)


def hold_own_review(*, uuid: UUID, user: Any) -> ProductReview:
    """Locked until the transaction ends. Raises NotFound for somebody else's."""
    review = hold_review(uuid)
    if review.user_id != user.pk:
        raise NotFound(NO_REVIEW)
    return review


@transaction.atomic
def change_review(*, uuid: UUID, user: Any, **changes: Any) -> ProductReview:
    """`changes` are score, title, body. Raises NotFound for somebody else's,
    AddressNotProven: what is changed is published as well.
    """
    review = hold_own_review(uuid=uuid, user=user)
    if not _may_publish(user=user, product=review.product):
        raise AddressNotProven
    for name, value in changes.items():
        setattr(review, name, value)
    review.save(update_fields=[*changes, "changed_at"])
    return _recount(review.product, review)


@transaction.atomic
def delete_review(*, uuid: UUID, user: Any) -> None:
    """Raises NotFound for somebody else's."""
    review = hold_own_review(uuid=uuid, user=user)
    delete_at_once(review.votes.all())
    review.delete()
    _recount(review.product, review)


@transaction.atomic
def moderate_review(*, uuid: UUID, status: int) -> ProductReview:
    """Staff show (SHOWN) or hide (HIDDEN) a review; reports so far are settled by it."""
    review = hold_review(uuid)
    review.status, review.report_count = status, 0
    review.save(update_fields=["status", "report_count"])  # changed_at is its author's
    return _recount(review.product, review)


@transaction.atomic
def mark_review(*, uuid: UUID, user: Any, kind: str, reason: str = "") -> ProductReview:
    """Helpful or reported, once per person; a second time changes nothing, and nothing is told:
    the review is not locked then, and somebody may be about to hide it.

    Raises NotFound for one that is not shown, OwnReview.
    """
    review = _get_shown_review(uuid)
    if review.user_id == user.pk:
        raise OwnReview
    if _mark_once(review, user, kind, reason):
        _add(review, kind, 1)
        _announce(review)
    return review


@transaction.atomic
def unmark_review(*, uuid: UUID, user: Any) -> ProductReview:
    """Not helpful after all."""
    review = _get_shown_review(uuid)
    marks = Vote.objects.filter(review=review, user_id=user.pk, kind=Vote.Kind.HELPFUL)
    if marks.delete()[0]:
        _add(review, Vote.Kind.HELPFUL, -1)
        _announce(review)
    return review


def has_bought(*, user: Any, product: Product) -> bool:
    """The product or one of its variants was handed over to her, and is hers still.

    What is only ordered costs nothing, and is cancelled with a click.
    """
    lines = Line.objects.filter(Q(product=product) | Q(product__parent=product))
    handed_over = lines.filter(order__status=states.DELIVERED, num_returned__lt=F("quantity"))
    return bool(handed_over.filter(order__user_id=user.pk).exists())


def settle_marks(order: Order) -> None:
    """Its buyer's reviews of what is in it: bought as soon as it was handed over, what came back
    later too; not by an order that was cancelled. The average stays; one statement to look.
    """
    if order.user_id is None:
        return
    bought = Product.objects.filter(Q(line__order=order) | Q(children__line__order=order))
    reviews = ProductReview.objects.filter(user_id=order.user_id, product__in=bought)
    handed_over = Exists(_handed_over_lines(order.user_id, OuterRef("product_id")))
    wrong = reviews.alias(handed_over=handed_over).exclude(is_verified=F("handed_over"))
    for review in hold(wrong.order_by("id")):
        review.is_verified = not review.is_verified
        review.save(update_fields=["is_verified"])
        _announce(review)


def _handed_over_lines(user_id: int, product: OuterRef) -> QuerySet[Line]:
    lines = Line.objects.filter(Q(product=product) | Q(product__parent=product))
    return lines.filter(order__user_id=user_id, order__status__in=states.HANDED_OVER)


def is_proven(user: Any) -> bool:
    return bool(user.email_verified_at)


def _may_publish(*, user: Any, product: Product) -> bool:
    return is_proven(user) or has_bought(user=user, product=product)


def _lock_product(uuid: UUID) -> Product:
    product = hold(Product.objects.filter(uuid=uuid), no_key=True).first()
    if product is None or not product.is_active or product.parent_id is not None:
        raise NotFound(gettext("There is no such product."))
    return product


def hold_review(uuid: UUID) -> ProductReview:
    """Locked until the transaction ends, its product first, as everybody does. Raises NotFound."""
    review = ProductReview.objects.filter(uuid=uuid).first()
    if review is None:
        raise NotFound(NO_REVIEW)
    hold(Product.objects.all(), no_key=True).get(pk=review.product_id)
    locked = hold(ProductReview.objects.filter(pk=review.pk), of=("self",))
    current = locked.select_related("product").first()
    if current is None:
        raise NotFound(NO_REVIEW)
    return current


def _get_shown_review(uuid: UUID) -> ProductReview:
    review = ProductReview.objects.filter(uuid=uuid, status=SHOWN).first()
    if review is None:
        raise NotFound(NO_REVIEW)
    return review


def _recount(product: Product, review: ProductReview) -> ProductReview:
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"product": product.pk, "shown": SHOWN})
        has_changed = cursor.fetchone() is not None
    if has_changed:
        announce_products([product])
    return _announce(review)


def _announce(review: ProductReview) -> ProductReview:
    notices.review_changed.send(ProductReview, retailer=retailer_here(), review=review.uuid)
    return review


def _mark_once(review: ProductReview, user: Any, kind: str, reason: str) -> bool:
    """Whether it is the first time. Of two at once one waits for the other, and is told no."""
    with connection.cursor() as cursor:
        cursor.execute(MARK, [review.pk, user.pk, kind, reason, Vote.UP])
        return cursor.fetchone() is not None


def _add(review: ProductReview, kind: str, step: int) -> None:
    name = "helpful_count" if kind == Vote.Kind.HELPFUL else "report_count"
    ProductReview.objects.filter(pk=review.pk).update(**{name: F(name) + step})
