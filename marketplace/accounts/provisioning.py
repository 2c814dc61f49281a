"""What a new shop gets from accounts: its owner. Named in settings.PROVISIONING_STEPS."""

from django.utils.translation import gettext

from marketplace.accounts.proofs.invitations import invite
from tenants.kernel.identity import normal_email
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import AlreadyMember


def welcome_owner(retailer: Retailer) -> None:
    """Invite the one who applied; the shop is hers when she has opened the link. Idempotent."""
    with use_retailer(retailer):
        if Membership.objects.owners().exists() or Invitation.objects.open().of_owners().exists():
            return
    send_invitation(retailer=retailer)


def send_invitation(*, retailer: Retailer) -> None:
    """To the address of the application, once more too, until the shop has an owner.

    From then on the owners invite: the founder may have left, or have another address.
    Raises AlreadyMember.
    """
    with use_retailer(retailer):
        if Membership.objects.owners().exists():
            raise AlreadyMember(
                gettext("%(shop)s has an owner, who invites whom she wants.")
                % {"shop": retailer.name}
            )
    invite(
        retailer=retailer,
        email=normal_email(retailer.owner_email),
        role=Membership.Role.OWNER,
        kind="shop_approved",
        data={"home": retailer.url},
    )
