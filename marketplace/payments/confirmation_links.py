"""What the link of a mail opens and places: an order that waited for its mailbox's owner."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.cart.merges import MergeResult, merge_guest_carts
from marketplace.cart.services import Shopper, lock_cart
from marketplace.cart.shopper import read_token, token_for
from marketplace.payments import checkout
from marketplace.payments.checkout import Changed, Placed
from marketplace.payments.confirmations import ADDRESS_LENGTH, SIGNER
from marketplace.payments.models import OrderConfirmation
from marketplace.payments.preview import PRICES_ALONE, preview
from marketplace.purchases.disclosures import mark_seen
from marketplace.purchases.prints import print_order
from marketplace.purchases.queries import make_order_token, orders_in
from tenants.kernel.errors import Refusal
from tenants.kernel.ids import token_digest
from tenants.kernel.locks import hold
from tenants.registry.models import Retailer


class LinkOver(Refusal):
    code = "order-link-over"
    status = 410
    title = _("This link places nothing any more.")
    meaning = _("The mail's link is older than a day, was altered, or its order waits no more.")
    remedy = _("Check out again: another link is sent.")


def find_confirmation(
    token: str, *, retailer: Retailer | None, lock: bool = False
) -> OrderConfirmation | None:
    """Of a link on this host; None if it is made up, or over."""
    try:
        value = SIGNER.unsign(token)
        uuid = UUID(value[:-ADDRESS_LENGTH])
    except (signing.BadSignature, ValueError):
        return None
    rows = OrderConfirmation.objects.select_related("purchase", "user", "retailer")
    rows = hold(rows, of=("self",)) if lock else rows
    row = rows.filter(uuid=uuid, retailer=retailer).first()
    if row is None or token_digest(row.email)[:ADDRESS_LENGTH] != value[-ADDRESS_LENGTH:]:
        return None
    return row if row.purchase or row.expires_at > timezone.now() else None


def shopper_of(row: OrderConfirmation) -> Shopper:
    """Whose cart it is: the mail may be opened in any browser."""
    if row.user:
        return Shopper(user=row.user, retailer=row.retailer)
    return Shopper(token=token_for(row.cart), retailer=row.retailer)


@transaction.atomic
def merge_carts(*, source: str | None, target: str | None) -> MergeResult:
    """`merge_guest_carts`, and the links that wait for the source place what the target holds.

    Each of the links that a cart then has places its shop's part, or all, of what is left there.
    """
    result = merge_guest_carts(source=source, target=target)
    if result.absorbed:
        waiting = OrderConfirmation.objects.filter(cart=result.absorbed, purchase=None)
        waiting.update(cart=read_token(result.token))
    return result


@transaction.atomic
def place_confirmed(*, token: str, retailer: Retailer | None, page_print: str) -> Placed | Changed:
    """Place what the page showed (`print_order`), once: a second click is told of the same order.

    Changed if it would be another order or cost something else now. Raises LinkOver, and what
    checkout.place raises; then nothing was placed.
    """
    row = find_confirmation(token, retailer=retailer)
    if row is None:
        raise LinkOver(gettext("Check out again."))
    shopper = shopper_of(row)
    lock_cart(shopper)  # before the row, as a checkout does
    row = find_confirmation(token, retailer=retailer, lock=True)
    if row is None:
        raise LinkOver(gettext("Check out again."))
    if row.purchase:
        purchase = row.purchase
        return Placed(purchase, orders_in(purchase), purchase.payment, make_order_token(purchase))
    if shopper_of(row) != shopper:  # the cart became part of another at the same moment
        return Changed(gettext("Look at it once more."), [])
    return _find_changes(row, shopper, page_print) or _place(row, shopper)


def _place(row: OrderConfirmation, shopper: Shopper) -> Placed | Changed:
    answer = checkout.place(shopper=shopper, is_confirmed=True, **row.order)
    assert isinstance(answer, (Placed, Changed))
    if isinstance(answer, Placed):
        row.purchase = answer.purchase
        row.save(update_fields=["purchase"])
    return answer


def _find_changes(row: OrderConfirmation, shopper: Shopper, page_print: str) -> Changed | None:
    """Since the page was shown; the prices that it told count as seen. The cart is locked."""
    now = preview(shopper=shopper, **row.order)
    is_other = print_order(now.groups, row.order) != page_print
    if is_other or all(change.kind in PRICES_ALONE for change in now.changes):
        mark_seen(now.groups)
    if is_other:
        changes = [change.as_dict() for change in now.changes]
        return Changed(gettext("Look at it once more."), changes)
    return None
