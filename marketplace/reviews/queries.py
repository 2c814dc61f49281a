"""Reviews as shoppers read them: public tables only."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.people.profiles import public_name
from marketplace.reviews.models import ReviewCopy
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews.services import NO_REVIEW

SCORES = (5, 4, 3, 2, 1)
# The shop, and what its author's name is made of.
SHOWN_WITH = ("retailer", "user__profile")


@dataclass(frozen=True, slots=True)
class Summary:
    """`average` None: nobody has reviewed. `histogram` counts each score, five first."""

    average: Decimal | None
    count: int
    histogram: dict[int, int]


def reviews(*, retailer: Retailer | None = None) -> QuerySet[ReviewCopy]:
    """What is shown, of shops that are open; narrowed to one."""
    copies = ReviewCopy.objects.filter(is_shown=True, retailer__status=Retailer.Status.ACTIVE)
    if retailer:
        copies = copies.filter(retailer=retailer)
    return copies.select_related(*SHOWN_WITH)


def reviews_by(user: User, *, retailer: Retailer | None = None) -> QuerySet[ReviewCopy]:
    """A customer's own, hidden ones too."""
    copies = ReviewCopy.objects.filter(user=user)
    if retailer:
        copies = copies.filter(retailer=retailer)
    return copies.select_related(*SHOWN_WITH)


def find_review(
    *, uuid: UUID, user: User | None = None, retailer: Retailer | None = None
) -> ReviewCopy:
    """The gate: what is shown, or one's own. Raises NotFound."""
    condition = Q(is_shown=True, retailer__status=Retailer.Status.ACTIVE)
    if user:
        condition |= Q(user=user, retailer__purged_at=None)
    rows = ReviewCopy.objects.filter(condition, uuid=uuid).select_related(*SHOWN_WITH)
    if retailer:
        rows = rows.filter(retailer=retailer)
    review = rows.first()
    if review is None:
        raise NotFound(NO_REVIEW)
    return review


def summary(copies: QuerySet[ReviewCopy]) -> Summary:
    """One statement, whatever the number of reviews."""
    counted = dict(copies.order_by().values_list("score").annotate(Count("id")))
    count = sum(counted.values())
    points = sum(score * number for score, number in counted.items())
    average = (Decimal(points) / count).quantize(Decimal("0.01")) if count else None
    return Summary(average, count, {score: counted.get(score, 0) for score in SCORES})


def author_of(review: ReviewCopy) -> str:
    """ "Ada L."; nothing of somebody who wants no name there, has none, or is gone."""
    return public_name(review.user) if review.user.first_name else ""


def find_copy(*, uuid: UUID, retailer: Retailer | None = None) -> ReviewCopy:
    """Hidden too: who calls this asks next whether the caller works there. Raises NotFound."""
    copies = ReviewCopy.objects.filter(uuid=uuid, retailer__purged_at=None)
    copy = copies.select_related("retailer").first()
    if copy is None or retailer not in (None, copy.retailer):
        raise NotFound(NO_REVIEW)
    return copy
