"""What a new shop gets from accounts: its owner. Named in settings.PROVISIONING_STEPS."""

from django.utils import translation
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.accounts.passwords import reset_path
from marketplace.notifications.services import send_mail_later
from tenants.context import use_retailer
from tenants.kernel.identity import normal_email
from tenants.models import Retailer
from tenants.staff.models import Membership
from tenants.staff.services import add_member


def welcome_owner(retailer: Retailer) -> None:
    """Make or find the owner's account, give it the role, and send the way in. Idempotent."""
    user = User.objects.filter(email=normal_email(retailer.owner_email)).first()
    user = user or User.objects.create_user(retailer.owner_email, None)
    with use_retailer(retailer):
        if Membership.objects.live_for(user) is not None:
            return
        add_member(user=user, role=Membership.Role.OWNER)
    with translation.override(retailer.language):
        subject = gettext("%(shop)s is open") % {"shop": retailer.name}
    send_mail_later(
        to=user.email,
        subject=subject,
        template="shop_approved",
        context={"shop": retailer.name, "url": retailer.url, **_way_in(retailer, user)},
        retailer=retailer,
    )


def _way_in(retailer: Retailer, user: User) -> dict[str, str | bool]:
    """A link to set the first password on the shop's own host, or to log in."""
    is_new = not user.has_usable_password()
    path = reset_path(user) if is_new else "/auth/login?next=/seller/orders"
    return {"link": retailer.url + path, "is_new": is_new}
