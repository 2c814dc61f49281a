"""What people are told: the table of kinds. docs/notifications.md shows it, and a test compares.

A further kind is a row here, a template in templates/emails (.txt and .html), and a row in that
page. A kind whose preference is not in `choices.REQUIRED` appears on the page of preferences by
itself: there one chooses only among what something sends.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.choices import REQUIRED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Audience(StrEnum):
    ACCOUNT = "account"
    CUSTOMER = "customer"  # a guest too
    STAFF = "staff"  # of a shop, who may move its orders
    INVITED = "invited"


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
    Kind(name="shop_approved", audience=Audience.INVITED, subject=_("%(shop)s is open")),
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
)
KINDS = {kind.name: kind for kind in (*_OF_ACCOUNTS, *_OF_SHOPS, *_OF_ORDERS)}
