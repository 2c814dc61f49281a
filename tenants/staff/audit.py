"""The record of who did what: in the shop's schema, and for operators in the market's too."""

from typing import Any

from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import AuditEntry


def record(
    *, actor: Any, action: str, subject: str = "", details: dict[str, Any] | None = None
) -> None:
    """Add an entry in the current schema; `actor` is an account, or None for the system."""
    AuditEntry.objects.create(
        actor_id=getattr(actor, "pk", None),
        action=action,
        subject=subject[:200],
        details=details or {},
    )


def record_operator(
    *, retailer: Retailer, actor: Any, action: str, details: dict[str, Any] | None = None
) -> None:
    """What was done to a shop from above: the shop can read it, and so can the market."""
    with use_market():
        record(actor=actor, action=action, subject=retailer.slug, details=details)
    if retailer.approved_at and not retailer.purged_at:
        with use_retailer(retailer):
            record(actor=actor, action=action, subject=retailer.slug, details=details)
