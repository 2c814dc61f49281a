"""Offers and vouchers of shops, made by the shops' own services."""

import itertools
from decimal import Decimal
from typing import Any

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit, ConditionalOffer
from tenants.shop.offer.services import Terms, create_offer, create_voucher
from tenants.shop.voucher.models import Voucher

_count = itertools.count(1)


def terms(*, percent: str = "", off: str = "", benefit: str = "", **more: Any) -> Terms:
    """`percent` off or an amount `off`; another benefit by Oscar's name."""
    kind = benefit or (Benefit.PERCENTAGE if percent else Benefit.FIXED)
    value = Decimal(percent or off) if percent or off else None
    return Terms(benefit=kind, value=value, **more)


def make_offer(retailer: Retailer, *, name: str = "", given: Terms, **fields: Any) -> Any:
    with use_retailer(retailer):
        offer = create_offer(name=name or f"Offer {next(_count)}", terms=given, **fields)
        return ConditionalOffer.objects.get(pk=offer.pk)


def make_voucher(
    retailer: Retailer,
    code: str = "",
    *,
    given: Terms,
    usage: str = Voucher.MULTI_USE,
    **fields: Any,
) -> Voucher:
    number = next(_count)
    with use_retailer(retailer):
        return create_voucher(
            code=code or f"CODE{number}",
            name=fields.pop("name", f"Voucher {number}"),
            terms=given,
            usage=usage,
            **fields,
        )
