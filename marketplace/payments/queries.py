"""A buyer's payments: the same gate as to purchases."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.payments.models import Allocation, Payment
from marketplace.purchases.queries import may_see, read_order_token
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer

NO_PAYMENT = _("There is no such payment, or it is not yours.")
RELATED = ("payment__purchase", "order__retailer")


def find_payment(
    *, uuid: UUID, user: User | None, order_token: str | None, retailer: Retailer | None = None
) -> tuple[Payment, list[Allocation]]:
    """With its allocations, on a shop's host that shop's alone. Raises NotFound."""
    payment = Payment.objects.select_related("purchase").filter(uuid=uuid).first()
    if payment is None or not may_see(payment.purchase, user, order_token):
        raise NotFound(NO_PAYMENT)
    allocations = Allocation.objects.filter(payment=payment).select_related(*RELATED)
    if retailer:
        allocations = allocations.filter(order__retailer=retailer)
    rows = list(allocations.order_by("id"))
    if not rows:
        raise NotFound(NO_PAYMENT)
    return payment, rows


def list_allocations(
    *, user: User | None, order_token: str | None, retailer: Retailer | None = None
) -> QuerySet[Allocation] | None:
    """A customer's, or those of a guest's one purchase; None for a token that is not valid."""
    allocations = Allocation.objects.select_related(*RELATED)
    if user is not None:
        allocations = allocations.filter(payment__purchase__user=user)
    else:
        purchase = read_order_token(order_token)
        if purchase is None:
            return None
        allocations = allocations.filter(payment__purchase__uuid=purchase)
    return allocations.filter(order__retailer=retailer) if retailer else allocations
