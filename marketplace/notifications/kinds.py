"""What people are told: the table of kinds. docs/notifications.md shows it, and a test compares.

A further kind is a row here, a template in templates/emails (.txt and .html), and a row in that
page. A kind whose preference is not in `choices.REQUIRED` appears on the page of preferences by
itself: there one chooses only among what something sends.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.choices import DEFAULTS, REQUIRED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


SENT_BY = ("email",)  # of choices.CHANNELS those by which notify tells so far


class Audience(StrEnum):
    ACCOUNT = "account"
    CUSTOMER = "customer"  # a guest too
    STAFF = "staff"  # of a shop, who may move its orders
    INVITED = "invited"
    APPLICANT = "applicant"
    OWNERS = "owners"  # of a shop
    OPERATORS = "operators"  # of the marketplace
    EDITING = "editing"  # of a shop's site: who approves pages, or who handed one in


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`subject` takes values of the data by name. `preference` is one of choices.DEFAULTS, or ""
    for what is always sent: whoever hears of it works with it, or asked for it.

    `once_for`: what it is told once about, by the argument `about` of notify; "" where each call
    tells, as its cause happens once (a guarded change, a button that somebody presses).
    """

    name: str
    audience: Audience
    subject: "StrOrPromise"
    preference: str = ""
    once_for: str = ""
    template: str = ""

    @property
    def words(self) -> str:
        """The template's name without its ending."""
        return self.template or self.name

    @property
    def is_always_sent(self) -> bool:
        """By e-mail, whatever somebody prefers."""
        return not self.preference or (self.preference, "email") in REQUIRED


_OF_ACCOUNTS = (
    Kind(name="welcome", audience=Audience.ACCOUNT, subject=_("Welcome"), preference="account"),
    Kind(
        name="password_changed",
        audience=Audience.ACCOUNT,
        subject=_("Your password has changed"),
        preference="account",
    ),
    Kind(
        name="second_factor_changed",
        audience=Audience.ACCOUNT,
        subject=_("Your second factor has changed"),
        preference="account",
    ),
    Kind(
        name="email_change_asked",
        audience=Audience.ACCOUNT,
        subject=_("Somebody wants to change your e-mail address"),
        preference="account",
    ),
    Kind(
        name="email_changed",
        audience=Audience.ACCOUNT,
        subject=_("Your e-mail address is changed"),
        preference="account",
    ),
    Kind(
        name="account_erased",
        audience=Audience.ACCOUNT,
        subject=_("Your account is erased"),
        preference="account",
    ),
    Kind(
        name="export_ready",
        audience=Audience.ACCOUNT,
        subject=_("A copy of your data is ready"),
        preference="account",
        once_for="copy",
    ),
)
_OF_SHOPS = (
    Kind(
        name="staff_invitation",
        audience=Audience.INVITED,
        subject=_("You are invited to work at %(shop)s"),
    ),
    Kind(name="shop_approved", audience=Audience.INVITED, subject=_("%(shop)s is approved")),
    Kind(
        name="application_for_operators",
        audience=Audience.OPERATORS,
        subject=_("Somebody applies for a shop: %(shop)s"),
        once_for="shop",
    ),
    Kind(
        name="application_declined",
        audience=Audience.APPLICANT,
        subject=_("Your application for %(shop)s is declined"),
        once_for="shop",
    ),
    Kind(
        name="shop_suspended",
        audience=Audience.OWNERS,
        subject=_("%(shop)s is suspended"),
        template="shop_moved",
    ),
    Kind(
        name="shop_resumed",
        audience=Audience.OWNERS,
        subject=_("%(shop)s is open again"),
        template="shop_moved",
    ),
    Kind(
        name="shop_released",
        audience=Audience.OWNERS,
        subject=_("%(shop)s is no longer suspended"),
        template="shop_moved",
    ),
    Kind(
        name="shop_closed",
        audience=Audience.OWNERS,
        subject=_("%(shop)s is closed"),
        template="shop_moved",
    ),
)
_OF_PAGES = (
    Kind(
        name="page_submitted",
        audience=Audience.EDITING,
        subject=_("“%(page)s” waits for your approval"),
    ),
    Kind(
        name="page_approved",
        audience=Audience.EDITING,
        subject=_("“%(page)s” is approved"),
    ),
    Kind(
        name="page_rejected",
        audience=Audience.EDITING,
        subject=_("“%(page)s” needs changes"),
    ),
)
_OF_REVIEWS = (
    Kind(
        name="review_hidden_for_shop",
        audience=Audience.OWNERS,
        subject=_("A review of %(product)s is hidden"),
        template="review_decided_for_shop",
    ),
    Kind(
        name="review_kept_for_shop",
        audience=Audience.OWNERS,
        subject=_("A review of %(product)s stays visible"),
        template="review_decided_for_shop",
    ),
    Kind(
        name="review_hidden",
        audience=Audience.ACCOUNT,
        subject=_("Your review of %(product)s is hidden"),
        preference="account",
        template="review_decided",
    ),
    Kind(
        name="review_kept",
        audience=Audience.ACCOUNT,
        subject=_("Your review of %(product)s is visible"),
        preference="account",
        template="review_decided",
    ),
)
_OF_ORDERS = (
    Kind(
        name="order_placed",
        audience=Audience.CUSTOMER,
        subject=_("Your order at Galleria"),
        preference="orders",
    ),
    Kind(
        name="order_for_staff",
        audience=Audience.STAFF,
        subject=_("New order %(number)s"),
        once_for="order",
    ),
    Kind(
        name="order_paid",
        audience=Audience.CUSTOMER,
        subject=_("Your payment for order %(number)s has come"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_processing",
        audience=Audience.CUSTOMER,
        subject=_("%(shop)s has accepted your order %(number)s"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_ready_for_pickup",
        audience=Audience.CUSTOMER,
        subject=_("Your order %(number)s is ready for pickup"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_shipped",
        audience=Audience.CUSTOMER,
        subject=_("Your order %(number)s is on its way"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_delivered",
        audience=Audience.CUSTOMER,
        subject=_("Your order %(number)s was handed over"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_cancelled",
        audience=Audience.CUSTOMER,
        subject=_("Your order %(number)s is cancelled"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_returned",
        audience=Audience.CUSTOMER,
        subject=_("Your order %(number)s came back"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_refunded",
        audience=Audience.CUSTOMER,
        subject=_("Your money for order %(number)s was paid back"),
        preference="orders",
        once_for="order",
        template="order_moved",
    ),
    Kind(
        name="order_cancelled_for_staff",
        audience=Audience.STAFF,
        subject=_("Order %(number)s was cancelled by its customer"),
        once_for="order",
    ),
    Kind(
        name="return_for_staff",
        audience=Audience.STAFF,
        subject=_("A return is asked for: order %(number)s"),
        once_for="request",
    ),
    Kind(
        name="return_approved",
        audience=Audience.CUSTOMER,
        subject=_("%(shop)s agrees to your request: order %(number)s"),
        preference="orders",
        once_for="request",
        template="return_moved",
    ),
    Kind(
        name="return_refused",
        audience=Audience.CUSTOMER,
        subject=_("%(shop)s refuses your request: order %(number)s"),
        preference="orders",
        once_for="request",
        template="return_moved",
    ),
    Kind(
        name="return_received",
        audience=Audience.CUSTOMER,
        subject=_("What you sent back has arrived: order %(number)s"),
        preference="orders",
        once_for="request",
        template="return_moved",
    ),
    Kind(
        name="return_refunded",
        audience=Audience.CUSTOMER,
        subject=_("Your money for order %(number)s was paid back"),
        preference="orders",
        once_for="request",
        template="return_moved",
    ),
)
KINDS = {
    kind.name: kind for kind in (*_OF_ACCOUNTS, *_OF_SHOPS, *_OF_PAGES, *_OF_REVIEWS, *_OF_ORDERS)
}


def choosable() -> dict[str, tuple[str, ...]]:
    """{preference: channels} that somebody may switch and that a kind reads: for pages.

    The API takes all of choices.DEFAULTS and CHANNELS, as apps keep what they were given.
    """
    read = {kind.preference for kind in KINDS.values()}
    channels = {
        preference: tuple(name for name in SENT_BY if (preference, name) not in REQUIRED)
        for preference in DEFAULTS
        if preference in read
    }
    return {preference: names for preference, names in channels.items() if names}
