"""What is on now, over all shops: one statement, no schema visited."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.discovery.filters import trading_shops
from marketplace.promotions.models import Promotion
from tenants.kernel.errors import NotFound
from tenants.kernel.identity import normal_code, written_code
from tenants.registry.models import Retailer


def active_promotions(
    *,
    retailer: Retailer | None = None,
    slugs: Iterable[str] = (),
    at: datetime | None = None,
) -> QuerySet[Promotion]:
    """Those that everyone may see; of active shops alone, narrowed to one or to some."""
    moment = at or now()
    promotions = Promotion.objects.filter(
        Q(starts_at__lte=moment) | Q(starts_at=None),
        Q(ends_at__gte=moment) | Q(ends_at=None),
        trading_shops(),
        is_public=True,
    )
    if retailer:
        promotions = promotions.filter(retailer=retailer)
    names = list(slugs)
    if names:
        promotions = promotions.filter(retailer__slug__in=names)
    return promotions.select_related("retailer")


def find_promotion(*, uuid: UUID, retailer: Retailer | None = None) -> Promotion:
    """Raises NotFound, for one that is over or not for everyone's eyes, too."""
    promotion = active_promotions(retailer=retailer).filter(uuid=uuid).first()
    if promotion is None:
        raise NotFound(gettext("There is no such promotion at the moment."))
    return promotion


def codes_of_shops(*, typed: str, retailers: Iterable[int]) -> dict[int, str]:
    """{retailer's id: its voucher's code} for a code in whatever spelling, whatever its state.

    Of two that differ in dashes alone, as older ones may, the one that was typed.
    """
    key = normal_code(typed)
    if not key:
        return {}
    rows = Promotion.objects.filter(code_key=key, retailer_id__in=list(retailers))
    codes = rows.order_by("id").values_list("retailer_id", "code")
    exact = written_code(typed)
    return dict(sorted(codes, key=lambda pair: pair[1] == exact))


def any_promotion(uuid: UUID) -> Promotion:
    """For the shop itself: one that is not on, or secret, too."""
    return Promotion.objects.select_related("retailer").get(uuid=uuid)
