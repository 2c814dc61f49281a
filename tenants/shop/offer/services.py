"""Making offers and vouchers, and counting their use; runs inside the shop's schema."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least, Replace
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext

from tenants.kernel.errors import Invalid, NotFound
from tenants.kernel.identity import normal_code, written_code
from tenants.kernel.letters import cut
from tenants.kernel.locks import hold
from tenants.kernel.money import LARGEST, is_exact
from tenants.kernel.slugs import first_free
from tenants.registry import notices
from tenants.registry.audit import record
from tenants.registry.directory import announce_change
from tenants.registry.models import Retailer
from tenants.shop.announcements import retailer_here
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.offer.discounts import Discount
from tenants.shop.offer.models import Benefit, Condition, ConditionalOffer, Range, RangeProduct
from tenants.shop.offer.piece_prices import END
from tenants.shop.order.models import OrderDiscount
from tenants.shop.voucher.models import Voucher

PERCENTAGES = frozenset({Benefit.PERCENTAGE, Benefit.SHIPPING_PERCENTAGE})
VALUELESS = frozenset({Benefit.MULTIBUY})
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is given, and what for.

    `benefit` is one of Oscar's Benefit types, `value` its percentage or amount; `at_least` is
    the value of the goods from which it counts (None: one piece); products and categories
    narrow it (none: everything).
    """

    benefit: str
    value: Decimal | None = None
    at_least: Decimal | None = None
    pieces: int = 1
    products: Collection[Product] = ()
    categories: Collection[Category] = ()
    times: int | None = None
    most: Decimal | None = None


@transaction.atomic
def create_offer(
    *,
    name: str,
    terms: Terms,
    description: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
    priority: int = 0,
    **fields: Any,
) -> ConditionalOffer:
    """One that counts for everyone. Raises Invalid: for a name that exists, too."""
    _hold_shop()
    if ConditionalOffer.objects.filter(name=name).exists():
        raise Invalid(fields={"name": [gettext("There is an offer of this name.")]})
    _require_span(starts, ends)
    offer = _create(name, terms, ConditionalOffer.SITE, description, priority, fields)
    offer.start_datetime, offer.end_datetime = starts, ends
    offer.save()
    _audit("offer.created", offer.uuid, offer.name, starts, ends, terms)
    _announce(offer.uuid)
    return offer


@transaction.atomic
def create_voucher(
    *,
    code: str,
    name: str,
    terms: Terms,
    usage: str = Voucher.MULTI_USE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    is_public: bool = False,
    description: str = "",
) -> Voucher:
    """A code, in capitals, with its offer.

    Raises Invalid: for a code that exists in another spelling, too.
    """
    _hold_shop()
    code = written_code(code)
    if not normal_code(code) or " " in code or _is_taken(code):
        raise Invalid(fields={"code": [gettext("Use another code, without spaces.")]})
    _require_span(starts, ends)
    offer = _create(
        _free_name(ConditionalOffer, name, code),
        terms,
        ConditionalOffer.VOUCHER,
        description,
        0,
        {},
    )
    begin = starts or now()
    voucher = Voucher.objects.create(
        code=code,
        name=_free_name(Voucher, name, code)
        if Voucher.objects.filter(name=name).exists()
        else name,
        usage=usage,
        start_datetime=begin,
        end_datetime=ends or _year_after(begin),
        is_public=is_public,
    )
    voucher.offers.add(offer)
    _audit("voucher.created", voucher.uuid, name, begin, voucher.end_datetime, terms)
    _announce(voucher.uuid)
    return voucher


def _is_taken(code: str) -> bool:
    spelt = Voucher.objects.alias(key=Replace("code", Value("-"))).filter(key=normal_code(code))
    return spelt.exists()


@transaction.atomic
def end_offer(*, offer: ConditionalOffer) -> None:
    """For good; quotes of a moment at which it stood keep it (pricing.site_offers)."""
    _hold_shop()
    moment = now()
    ConditionalOffer.objects.filter(pk=offer.pk).update(
        status=ConditionalOffer.SUSPENDED,
        end_datetime=Least(Coalesce("end_datetime", moment), moment),
    )
    record(what="offer.ended", on=offer.uuid, before={"name": offer.name})
    _announce(offer.uuid)


@transaction.atomic
def end_voucher(*, voucher: Voucher, at: datetime | None = None) -> None:
    _hold_shop()
    end = at or now()
    Voucher.objects.filter(pk=voucher.pk).update(end_datetime=end)
    record(
        what="voucher.ended",
        on=voucher.uuid,
        before={"ends": voucher.end_datetime},
        after={"ends": end},
    )
    _announce(voucher.uuid)


@transaction.atomic
def end_promotion(*, uuid: UUID) -> None:
    """An offer's or a voucher's UUID. Raises NotFound."""
    offer = ConditionalOffer.objects.filter(uuid=uuid, offer_type=ConditionalOffer.SITE).first()
    voucher = Voucher.objects.filter(uuid=uuid).first()
    if offer:
        end_offer(offer=offer)
    elif voucher:
        end_voucher(voucher=voucher)
    else:
        raise NotFound(gettext("This shop has no such promotion."))


def _create(
    name: str, terms: Terms, kind: str, description: str, priority: int, fields: dict[str, Any]
) -> ConditionalOffer:
    _require_value(terms)
    about = _range(name, terms)
    condition = Condition.objects.create(
        range=about,
        type=Condition.COUNT if terms.at_least is None else Condition.VALUE,
        value=terms.pieces if terms.at_least is None else terms.at_least,
    )
    of_delivery = terms.benefit.startswith("Shipping") or terms.benefit == Benefit.FIXED_PRICE
    benefit = Benefit.objects.create(
        range=None if of_delivery else about, type=terms.benefit, value=terms.value
    )
    return ConditionalOffer.objects.create(
        name=name,
        slug=_free_slug(name),
        description=description,
        offer_type=kind,
        condition=condition,
        benefit=benefit,
        priority=priority,
        max_global_applications=terms.times,
        max_discount=terms.most,
        **fields,
    )


def _require_value(terms: Terms) -> None:
    if terms.benefit not in dict(Benefit.TYPE_CHOICES):
        raise Invalid(fields={"benefit": [gettext("There is no such benefit.")]})
    value, currency = terms.value, retailer_here().currency
    if terms.benefit in VALUELESS:
        return
    if value is None or value < 0 or (value == 0 and terms.benefit != Benefit.SHIPPING_FIXED_PRICE):
        raise Invalid(fields={"value": [gettext("Say how much.")]})
    if terms.benefit in PERCENTAGES:
        if value > 100:
            raise Invalid(fields={"value": [gettext("At most 100 per cent.")]})
    elif not is_exact(value, currency):
        raise Invalid(
            fields={
                "value": [
                    gettext("That is finer than %(currency)s allows.") % {"currency": currency}
                ]
            }
        )


def _require_span(starts: datetime | None, ends: datetime | None) -> None:
    if ends is not None and ends <= (starts or now()):
        raise Invalid(
            fields={"ends_at": [gettext("It must end after it begins, and not in the past.")]}
        )


def _year_after(begin: datetime) -> datetime:
    """A year in which a voucher may be used: one that began long ago has it from today on."""
    return min(max(begin, now()), END - YEAR) + YEAR


def _free_slug(name: str) -> str:
    slug = slugify(name)[:100] or "offer"
    offers = ConditionalOffer.objects.values_list("slug", flat=True)
    return first_free(slug, lambda start: offers.filter(slug__startswith=start), length=128)


def _free_name(model: type[ConditionalOffer | Voucher], name: str, code: str) -> str:
    """ "Welcome (HELLO10)": unique in the shop, as the code is, unless another was typed so."""
    longest, end = model._meta.get_field("name").max_length, f" ({code})"
    text = f"{cut(name, longest - len(end))}{end}"
    return first_free(text, partial(_names, model), length=longest, gap=" ")


def _names(model: type[ConditionalOffer | Voucher], start: str) -> Iterable[str]:
    return model.objects.filter(name__startswith=start).values_list("name", flat=True)


def _range(name: str, terms: Terms) -> Range:
    everything = not terms.products and not terms.categories
    about = Range.objects.create(name=name[:128], includes_all_products=everything)
    RangeProduct.objects.bulk_create(
        RangeProduct(range=about, product=product) for product in terms.products
    )
    about.included_categories.set(terms.categories)
    return about


def record_uses(*, discounts: Iterable[Discount]) -> None:
    """Counted in the placement's transaction, which holds the rows of those with a limit."""
    for discount in sorted(discounts, key=lambda row: row.offer_id):
        ConditionalOffer.objects.filter(pk=discount.offer_id).update(
            num_applications=F("num_applications") + discount.frequency,
            total_discount=Least(F("total_discount") + discount.amount.amount, LARGEST),
            num_orders=F("num_orders") + 1,
        )


def free_uses(*, order_id: int) -> None:
    """The order was cancelled: what limited offers gave for it may be given again.

    How often each customer had one is counted by his orders (pricing), the cancelled ones left out.
    """
    discounts = OrderDiscount.objects.filter(order_id=order_id).order_by("offer_id")
    is_limited = Q(max_global_applications__gt=0) | Q(max_discount__gt=0)
    offers = ConditionalOffer.objects.filter(is_limited, pk__in=discounts.values("offer_id"))
    offer_ids = set(hold(offers, no_key=True).values_list("pk", flat=True))
    for discount in discounts.filter(offer_id__in=offer_ids) if offer_ids else ():
        ConditionalOffer.objects.filter(pk=discount.offer_id).update(
            num_applications=Greatest(F("num_applications") - discount.frequency, 0),
            total_discount=Greatest(F("total_discount") - discount.amount, Decimal(0)),
            num_orders=Greatest(F("num_orders") - 1, 0),
        )


def _hold_shop() -> None:
    """Before its offers, as a checkout does: in the other order they would wait for each other."""
    list(hold(Retailer.objects.filter(pk=retailer_here().pk), no_key=True))


def _audit(
    what: str,
    uuid: UUID,
    name: str,
    starts: datetime | None,
    ends: datetime | None,
    terms: Terms,
) -> None:
    """A voucher's code is not told: whoever knows it may use it."""
    benefit = {"name": name, "benefit": terms.benefit, "value": terms.value}
    record(what=what, on=uuid, after=benefit | {"starts": starts, "ends": ends})


def _announce(changed: UUID) -> None:
    """The registry knows whether a shop has offers at all: most carts need not ask further."""
    retailer = retailer_here()
    offers = ConditionalOffer.objects.filter(offer_type=ConditionalOffer.SITE)
    retailer.has_offers = offers.exclude(status=ConditionalOffer.SUSPENDED).exists()
    Retailer.objects.filter(pk=retailer.pk).update(
        has_offers=retailer.has_offers, offer_changes=F("offer_changes") + 1
    )
    announce_change()
    notices.offers_changed.send(ConditionalOffer, retailer=retailer, promotions=[changed])
