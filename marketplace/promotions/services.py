"""Keeps the projection in step with the shops, in the transaction of the change."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from marketplace.promotions.models import Promotion
from tenants.kernel.identity import normal_code
from tenants.kernel.money import format_amount
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.voucher.models import Voucher

WRITTEN = [field.name for field in Promotion._meta.fields if field.name not in ("id", "uuid")]
LONGEST_CODE = 128  # a ligature may have several capitals
PERCENT = "ercentage"


def follow_offers(*, retailer: Retailer, promotions: list[UUID], **kwargs: Any) -> None:
    """Receiver of offers_changed."""
    write_promotions(retailer=retailer, uuids=promotions)


@transaction.atomic
def write_promotions(*, retailer: Retailer, uuids: Collection[UUID] | None = None) -> int:
    """Make the rows of these (None: all) of a shop what its offers and vouchers are.

    Gives how many there are.
    """
    with use_retailer(retailer):
        offers = ConditionalOffer.objects.filter(offer_type=ConditionalOffer.SITE)
        vouchers = Voucher.objects.all()
        if uuids is not None:
            offers, vouchers = offers.filter(uuid__in=uuids), vouchers.filter(uuid__in=uuids)
        rows = [*_offers(retailer, offers), *_vouchers(retailer, vouchers)]
    promotions = Promotion.objects.filter(retailer=retailer)
    promotions = promotions if uuids is None else promotions.filter(uuid__in=uuids)
    promotions.exclude(uuid__in=[row.uuid for row in rows]).delete()
    Promotion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["uuid"], update_fields=WRITTEN
    )
    return len(rows)


def _offers(retailer: Retailer, rows: QuerySet[ConditionalOffer]) -> list[Promotion]:
    standing = rows.exclude(status=ConditionalOffer.SUSPENDED)
    return [
        _promotion(
            retailer,
            uuid=offer.uuid,
            name=offer.name,
            offer=offer,
            is_public=True,
            starts_at=offer.start_datetime,
            ends_at=offer.end_datetime,
        )
        for offer in standing.select_related("benefit", "condition").order_by("id")
    ]


def _vouchers(retailer: Retailer, rows: QuerySet[Voucher]) -> list[Promotion]:
    promotions = []
    for voucher in rows.order_by("id").prefetch_related("offers__benefit", "offers__condition"):
        offer = next(iter(voucher.offers.all()), None)
        if offer is not None:
            promotions.append(
                _promotion(
                    retailer,
                    uuid=voucher.uuid,
                    name=voucher.name,
                    offer=offer,
                    code=voucher.code,
                    code_key=normal_code(voucher.code)[:LONGEST_CODE],
                    is_public=voucher.is_public,
                    starts_at=voucher.start_datetime,
                    ends_at=voucher.end_datetime,
                )
            )
    return promotions


def _promotion(
    retailer: Retailer, *, uuid: UUID, name: str, offer: Any, **fields: Any
) -> Promotion:
    return Promotion(
        retailer=retailer,
        uuid=uuid,
        name=name[:200],
        description=offer.description,
        terms=_terms(offer, retailer.currency),
        **fields,
    )


def _terms(offer: Any, currency: str) -> dict[str, str | None]:
    benefit, condition = offer.benefit, offer.condition
    percent = PERCENT in benefit.type
    value = benefit.value
    return {
        "benefit": benefit.type,
        "percent": f"{value.normalize():f}" if percent and value is not None else None,
        "amount": None if percent or value is None else format_amount(value, currency),
        "at_least": (
            format_amount(condition.value, currency)
            if condition.type == condition.VALUE and condition.value
            else None
        ),
    }
