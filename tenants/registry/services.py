"""What becomes of a shop, from its application until it is purged; and its data.

Each verb is one transaction, holds the retailer's row, and tells the stages above by
`retailer_changed`. They may be called in any schema.
"""

import shutil
from contextlib import suppress
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Invalid, Refusal
from tenants.kernel.identity import normal_email
from tenants.kernel.locks import hold
from tenants.kernel.names import require_visible
from tenants.kernel.zones import zone_of_place
from tenants.provisioning import spares, steps
from tenants.registry.addresses import ADDRESS, settle_address
from tenants.registry.audit import changes_of, record
from tenants.registry.context import use_public
from tenants.registry.delivery_reach import Circle, reckon_reach, save_reach
from tenants.registry.directory import announce_change
from tenants.registry.models import Domain, Retailer
from tenants.registry.names import NameRefused, checked_host, require_free_slug, schema_name_for
from tenants.registry.notices import retailer_changed, retailer_moved
from tenants.registry.states import require_move

Status = Retailer.Status
KEEP_CLOSED = timedelta(days=30)
# What the stages above are told that a shop did.
MOVED_TO: dict[str, str] = {
    Status.ACTIVE: "resumed",
    Status.APPROVED: "released",  # from a suspension; its owner never opened it
    Status.SUSPENDED: "suspended",
    Status.CLOSED: "closed",
}
# What a shop may say about itself; status, slug and schema change by verbs of their own.
PROFILE = frozenset(
    [
        "name",
        "tagline",
        "trade",
        "language",
        "timezone",
        "contact_name",
        "contact_email",
        "contact_phone",
        "street",
        "postcode",
        "city",
        "state",
        "country",
        "publishes_email",
        "publishes_phone",
        "publishes_address",
        "latitude",
        "longitude",
        "offers_delivery",
        "offers_pickup",
        "delivery_fee",
        "free_delivery_over",
        "delivery_countries",
        "delivery_postcodes",
        "delivery_radius",
        "minimum_order",
        "guest_order_amount",
        "guest_order_pieces",
        "logo",
    ]
)


# What its time zone is reckoned from, and what a radius is.
PLACE = frozenset({"country", "city", "state", "latitude", "longitude"})
REACH = PLACE | {"publishes_address", "delivery_radius", "delivery_countries"}
# Of these the audit tells that they changed, not to what: they may be somebody's own.
OF_A_PERSON = frozenset({"contact_name", "contact_email", "contact_phone", "street"})


class NotClosed(Refusal):
    code = "shop-not-closed"
    title = _("Only a closed shop can be purged.")
    meaning = _("Purging removes a shop's data for good.")
    remedy = _("Close the shop first.")


class StillKept(Refusal):
    code = "shop-still-kept"
    title = _("A closed shop's data is kept for a while.")
    meaning = _("The shop was closed less than 30 days ago.")
    remedy = _("Wait until the time is over.")


def apply_for_shop(
    *, name: str, slug: str, owner_email: str, currency: str = "EUR", **profile: Any
) -> Retailer:
    """An application: a row without a schema, waiting for an operator.

    `profile` takes the fields of PROFILE. Raises Invalid or NameRefused with messages per field.
    """
    with transaction.atomic():
        shop = _apply(
            name=name, slug=slug, owner_email=owner_email, currency=currency, profile=profile
        )
        retailer_moved.send(sender=Retailer, retailer=shop, move="applied", reason="")
        return shop


def _apply(
    *, name: str, slug: str, owner_email: str, currency: str = "EUR", profile: dict[str, Any]
) -> Retailer:
    _require_known(profile)
    with use_public(), transaction.atomic():
        retailer = Retailer(
            name=name.strip(),
            slug=slug.strip().lower(),
            schema_name=schema_name_for(slug.strip().lower()),
            owner_email=normal_email(owner_email),
            currency=currency,
            **({"contact_email": normal_email(owner_email)} | profile),
        )
        if "timezone" not in profile:
            retailer.timezone = _zone_of(retailer)
        if not retailer.owner_email:
            raise Invalid(fields={"owner_email": [gettext("Whose shop is it?")]})
        require_free_slug(retailer.slug)
        settle_address(retailer)
        shop = _insert(retailer)
        record(what="shop.applied", on=shop.slug, retailer=shop)
        return shop


def approve(*, retailer: Retailer, operator: Any = None) -> Retailer:
    """Make the shop: schema, host, pages, roles and the owner's invitation, all or nothing.

    Its staff alone see it until its owner opens it."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        require_move(shop, Status.APPROVED, source=Status.APPLIED)
        spares.claim(shop.schema_name)
        shop.status, shop.approved_at = Status.APPROVED, now()
        shop.save(update_fields=["status", "approved_at"])
        Domain.objects.create(tenant=shop, domain=shop.host, is_primary=True)
        steps.furnish_shop(shop)
        return _tell(shop, "shop.approved", operator)


def open_shop(*, retailer: Retailer, actor: Any = None) -> Retailer:
    """From now on customers see it and buy there. A shop that is open stays as it is."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        if shop.is_active:
            return shop
        require_move(shop, Status.ACTIVE, source=Status.APPROVED)
        shop.status, shop.opened_at = Status.ACTIVE, now()
        shop.save(update_fields=["status", "opened_at"])
        return _tell(shop, "shop.opened", actor)


def decline(*, retailer: Retailer, reason: str, operator: Any = None) -> Retailer:
    """Refuse an application; nothing was made, so nothing is kept but the row."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        require_move(shop, Status.CLOSED, source=Status.APPLIED)
        shop.status, shop.status_reason = Status.CLOSED, reason
        shop.closed_at = shop.purged_at = now()
        shop.save(update_fields=["status", "status_reason", "closed_at", "purged_at"])
        retailer_moved.send(sender=Retailer, retailer=shop, move="declined", reason=reason)
        return _tell(shop, "shop.declined", operator, after={"reason": reason})


def create_shop(
    *, name: str, slug: str, owner_email: str, operator: Any = None, **values: Any
) -> Retailer:
    """Apply, approve and open at once: for operators and the demo."""
    with transaction.atomic():
        currency = values.pop("currency", "EUR")
        retailer = _apply(
            name=name, slug=slug, owner_email=owner_email, currency=currency, profile=values
        )
        approve(retailer=retailer, operator=operator)
        return open_shop(retailer=retailer, actor=operator)


def suspend(*, retailer: Retailer, reason: str, operator: Any = None) -> Retailer:
    """Its host answers 503, its goods leave the marketplace; its data stays as it is."""
    return _move(retailer, Status.SUSPENDED, reason=reason, operator=operator)


def resume(*, retailer: Retailer, operator: Any = None) -> Retailer:
    """It stands where it stood: one that its owner never opened is still coming."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        to = Status.ACTIVE if shop.opened_at else Status.APPROVED
        return _move(shop, to, source=Status.SUSPENDED, operator=operator)


def close(*, retailer: Retailer, reason: str = "", operator: Any = None) -> Retailer:
    """For good; the data is kept until `purge`. An application is declined instead."""
    if retailer.status == Status.APPLIED:
        return decline(retailer=retailer, reason=reason, operator=operator)
    return _move(retailer, Status.CLOSED, reason=reason, operator=operator)


def purge(*, retailer: Retailer, operator: Any = None, early: bool = False) -> Retailer:
    """Drop a closed shop's schema, files and hosts. The registry row stays, for old orders.

    Raises NotClosed, or StillKept within 30 days of closing unless `early`.
    """
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        if shop.status != Status.CLOSED or shop.closed_at is None:
            raise NotClosed(
                gettext("The status of %(name)s is %(status)s: close it first.")
                % {"name": shop.name, "status": shop.get_status_display()}
            )
        if shop.purged_at is not None:
            return shop
        if not early and now() < shop.closed_at + KEEP_CLOSED:
            raise StillKept(
                gettext("%(name)s was closed on %(closed_at)s.")
                % {"name": shop.name, "closed_at": shop.closed_at.astimezone(shop.zone).date()}
            )
        _drop_all(shop)
        return _tell(shop, "shop.purged", operator)


def change_profile(*, retailer: Retailer, actor: Any = None, **changes: Any) -> Retailer:
    """Change what a shop says about itself; its name too. Raises Invalid with fields.

    Its time zone goes with its place, unless it was chosen otherwise.
    """
    _require_known(changes)
    _look_up_towns(retailer, changes)
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        may_move = "timezone" not in changes and not PLACE.isdisjoint(changes)
        follows = may_move and shop.timezone == _zone_of(shop)
        before = {field: getattr(shop, field) for field in {*changes, "timezone", *ADDRESS}}
        for field, value in changes.items():
            setattr(shop, field, value)
        if follows:
            shop.timezone = changes["timezone"] = _zone_of(shop)
        if not ADDRESS.isdisjoint(changes):
            settle_address(shop)
            changes |= {"postcode": shop.postcode, "state": shop.state}
        _require_valid(shop)
        shop.save(update_fields=list(changes))
        if not REACH.isdisjoint(changes):
            _save_reach(shop)
        return _tell(
            shop, "shop.changed", actor, **changes_of(before, changes, withheld=OF_A_PERSON)
        )


def _look_up_towns(retailer: Retailer, changes: dict[str, Any]) -> None:
    """Before the row is held, since the world's towns may take a second: what comes of it is
    remembered, and is right whatever the row says by then."""
    if REACH.isdisjoint(changes):
        return
    before, after = retailer, copy(retailer)
    for field in REACH & set(changes):
        setattr(after, field, changes[field])
    with suppress(ValidationError):  # which is raised below, of the row that is held
        after.clean_fields(exclude={field.name for field in Retailer._meta.fields} - REACH)
        if not PLACE.isdisjoint(changes):
            _zone_of(before)
            _zone_of(after)
        if after.delivery_radius:
            reckon_reach(Circle.around(after))


def _save_reach(shop: Retailer) -> None:
    try:
        save_reach(shop)
    except ValidationError as error:
        raise Invalid(gettext("See the fields."), fields=error.message_dict) from error


def rename(*, retailer: Retailer, name: str, actor: Any = None) -> Retailer:
    """The name that people read. Hosts and order numbers keep the slug."""
    return change_profile(retailer=retailer, actor=actor, name=name.strip())


def add_domain(
    *, retailer: Retailer, domain: str, primary: bool = False, actor: Any = None
) -> Domain:
    """A custom host name, which must point here. Raises NameRefused."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        host = checked_host(domain)
        if primary:
            shop.domains.filter(is_primary=True).update(is_primary=False)
        row = Domain(tenant=shop, domain=host, is_primary=primary)
        row.save()
        _tell(shop, "domain.added", actor, after={"domain": host})
        return row


def remove_domain(*, retailer: Retailer, domain: str, actor: Any = None) -> None:
    """Take a custom host away; the shop's own below the marketplace's stays and leads again."""
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        if domain == shop.host:
            raise NameRefused(fields={"domain": [gettext("The shop's own host stays.")]})
        shop.domains.filter(domain=domain).delete()
        if not shop.domains.filter(is_primary=True).exists():
            shop.domains.filter(domain=shop.host).update(is_primary=True)
        _tell(shop, "domain.removed", actor, before={"domain": domain})


def _zone_of(shop: Retailer) -> str:
    return zone_of_place(
        shop.country,
        city=shop.city,
        state=shop.state,
        latitude=None if shop.latitude is None else float(shop.latitude),
        longitude=None if shop.longitude is None else float(shop.longitude),
    )


def _lock(retailer: Retailer) -> Retailer:
    return hold(Retailer.objects.all()).get(pk=retailer.pk)


def _move(
    retailer: Retailer, to: str, *, operator: Any, reason: str = "", source: str | None = None
) -> Retailer:
    with use_public(), transaction.atomic():
        shop = _lock(retailer)
        before = {"status": shop.status}
        require_move(shop, to, source=source)
        shop.status, shop.status_reason = to, reason
        shop.closed_at = now() if to == Status.CLOSED else None
        shop.save(update_fields=["status", "status_reason", "closed_at"])
        retailer_moved.send(sender=Retailer, retailer=shop, move=MOVED_TO[to], reason=reason)
        after = {"status": to, "reason": reason}
        return _tell(shop, f"shop.{MOVED_TO[to]}", operator, before=before, after=after)


def _tell(shop: Retailer, what: str, actor: Any, **changes: Any) -> Retailer:
    """The audit, the stages above, and after the commit what processes know of hosts."""
    record(what=what, who=actor, on=shop.slug, retailer=shop, **changes)
    retailer_changed.send(sender=Retailer, retailer=shop)
    announce_change()
    return shop


def _insert(retailer: Retailer) -> Retailer:
    _require_valid(retailer)
    try:
        with transaction.atomic():
            retailer.save()
    except IntegrityError as error:  # somebody was quicker
        raise NameRefused(
            fields={"slug": [gettext("Another shop has this name already.")]}
        ) from error
    return retailer


def _require_valid(retailer: Retailer) -> None:
    try:
        retailer.full_clean(validate_unique=False)
        for field in ("name", "contact_name"):
            _require_visible(field, getattr(retailer, field))
    except ValidationError as error:
        raise Invalid(gettext("See the fields."), fields=error.message_dict) from error


def _require_visible(field: str, text: str) -> None:
    try:
        require_visible(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _require_known(changes: dict[str, Any]) -> None:
    unknown = sorted(set(changes) - PROFILE)
    if unknown:
        raise TypeError(f"Not a part of a shop's profile: {', '.join(unknown)}")


def _drop_all(shop: Retailer) -> None:
    spares.drop_schema(shop.schema_name)
    shop.domains.all().delete()
    shop.purged_at = now()
    shop.save(update_fields=["purged_at"])
    folder = Path(settings.MEDIA_ROOT) / shop.schema_name
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
