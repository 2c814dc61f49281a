"""Who hears what becomes of a shop: the operators, who applied, the owners."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.notifications.services import Recipient, notify
from tenants.registry.context import use_market, use_retailer
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer
from tenants.staff.models import Membership
from tenants.tasks.queue import enqueue


def follow_retailer(*, retailer: Retailer, move: str, reason: str, **kwargs: Any) -> None:
    """Receiver of retailer_moved. All come in the marketplace's name: the shop may be shut."""
    if move == "applied":
        with use_market():
            task = "marketplace.accounts.tasks.tell_operators_of_application"
            enqueue(task, retailer=str(retailer.uuid))
    elif move == "declined":
        data = {"shop": retailer.name, "reason": reason}
        notify("application_declined", _applicant(retailer), data, about=str(retailer.uuid))
    else:
        notify(f"shop_{move}", owners_of(retailer), _data(retailer, move, reason))


def tell_operators(*, retailer: Retailer) -> None:
    """In the market's schema: elsewhere nobody is an operator."""
    operators = User.objects.filter(is_superuser=True, is_active=True).select_related("profile")
    data = {
        "shop": retailer.name,
        "slug": retailer.slug,
        "applicant": retailer.owner_email,
        "link": f"{market_url()}/admin-panel/shops/{retailer.slug}",
    }
    recipients = [Recipient.of(operator) for operator in operators.order_by("id")]
    notify("application_for_operators", recipients, data, about=str(retailer.uuid))


def owners_of(retailer: Retailer) -> list[Recipient]:
    """Who applied, as long as nobody has taken the shop over."""
    with use_retailer(retailer):
        members = list(Membership.objects.owners().values_list("user_id", flat=True))
    people = User.objects.filter(pk__in=members, is_active=True).select_related("profile")
    owners = [Recipient.of(user, language=retailer.language) for user in people.order_by("id")]
    return owners or [_applicant(retailer)]


def _applicant(retailer: Retailer) -> Recipient:
    return Recipient(retailer.owner_email, retailer.language)


def _data(retailer: Retailer, move: str, reason: str) -> dict[str, str]:
    link = f"{retailer.url}/seller" if move in ("resumed", "released") else ""
    return {"shop": retailer.name, "move": move, "reason": reason, "link": link}
