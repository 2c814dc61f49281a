"""Mail to a shop's staff, put together by the task worker: a checkout only leaves a note."""

from marketplace.accounts.models import User
from marketplace.notifications.services import Recipient, notify
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import Membership
from tenants.staff.roles import roles_with
from tenants.tasks import task

MAY_MOVE = "order.change_order"


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_staff_of_order(*, order: str) -> None:
    """One e-mail to each who may move it; runs in the shop's schema. `order`: its UUID."""
    retailer = current_retailer()
    pointer = RetailerOrder.objects.filter(uuid=order, retailer=retailer).first()
    if retailer is None or pointer is None:
        return
    data = {
        "number": pointer.number,
        "summary": pointer.summary,
        "item_count": pointer.item_count,
        "total": pointer.money.as_dict(),
        "fulfilment": pointer.fulfilment,
        "link": f"{retailer.url}/seller/orders/{pointer.number}",
    }
    staff = [Recipient(address) for address in staff_addresses(retailer)]
    notify("order_for_staff", staff, data, about=order, retailer=retailer)


def staff_addresses(retailer: Retailer) -> list[str]:
    """Of the current members who are told; the shop's own address where there is none."""
    members = Membership.objects.live().filter(role__in=roles_with(MAY_MOVE)).order_by("id")
    people = User.objects.filter(
        pk__in=list(members.values_list("user_id", flat=True)), is_active=True
    )
    addresses = sorted(people.values_list("email", flat=True))
    return addresses or [address for address in [retailer.contact_email] if address]
