"""Joining a shop's staff: written to a mailbox, accepted by the link in it and nothing else.

Whoever merely registered an address is not its owner. So an account that never proved its
address is claimed at that moment: the one with the mailbox sets a password, and whatever the
other one had (password, phone, identities, sessions, tokens) ends.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins.passwords import require_good, set_password
from marketplace.accounts.models import User
from marketplace.notifications.services import Recipient, notify
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.invitations import create_invitation, find_invitation, token_of
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import AlreadyMember, add_member


class InvitationRefused(Refusal):
    code = "invitation-refused"
    status = 410
    title = _("This invitation no longer works.")
    meaning = _(
        "The link was used or withdrawn, is older than two weeks, or is for a closed account."
    )
    remedy = _("Have another invitation sent.")


class InvitedAnother(Refusal):
    code = "invited-another"
    status = 403
    title = _("This invitation is for another account.")
    meaning = _("An account that has proven its address accepts its own invitations.")
    remedy = _("Log in with the address that the invitation was sent to.")


@transaction.atomic
def invite(
    *,
    retailer: Retailer,
    email: str,
    role: str,
    kind: str,
    data: dict[str, Any],
    actor: User | None = None,
) -> Invitation:
    """Write to this address, a notification of this kind; a link sent before ends.

    Raises AlreadyMember, Invalid.
    """
    user = User.objects.filter(email=email).select_related("profile").first()
    with use_retailer(retailer):
        if user is not None and Membership.objects.live_for(user) is not None:
            raise AlreadyMember(
                gettext("%(email)s has a role here: change the role instead.") % {"email": email}
            )
        invitation = create_invitation(email=email, role=role, actor=actor)
        url = retailer.url + invitation_path(invitation)
    person = Recipient.of(user) if user else Recipient(email)
    notify(kind, person, {"shop": retailer.name, "url": url, **data}, retailer=retailer)
    return invitation


def invitation_path(invitation: Invitation) -> str:
    """The local path of the page, on the shop's host. In the shop's schema."""
    return f"/invitations/{token_of(invitation)}"


def account_of(invitation: Invitation) -> User | None:
    """The account that has to log in to accept it; None where the link alone proves enough."""
    proven = User.objects.exclude(email_verified_at=None)
    return proven.filter(email=invitation.email).first()


@transaction.atomic
def accept(*, retailer: Retailer, token: str, user: User | None, password: str = "") -> User:
    """The account that works here now; `password` is for one that never proved its address.

    Once: of two at the same moment one gets through. Raises InvitationRefused, InvitedAnother
    (it is for a proven account, and `user` is another one or None), PasswordRefused, AlreadyMember.
    """
    with use_retailer(retailer):
        email = _require(find_invitation(token)).email
        account = _lock(email) or _create(email)
        _name_founder(account, retailer)
        invitation = _require(find_invitation(token, lock=True))
        _admit(account, user, password)
        add_member(user=account, role=invitation.role, actor=account, invitation=invitation.uuid)
        invitation.delete()
    return account


def _name_founder(account: User, retailer: Retailer) -> None:
    """By the name of the application, whole: nobody can tell its parts apart."""
    if account.email == retailer.owner_email and not account.get_full_name():
        account.first_name = retailer.contact_name
        account.save(update_fields=["first_name"])


def _require(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationRefused(
            gettext("It was used or withdrawn, or is too old. Ask for another.")
        )
    return invitation


def _admit(account: User, user: User | None, password: str) -> None:
    if not account.is_active:
        raise InvitationRefused(
            gettext("The account of this address is closed. Ask for another address.")
        )
    if account.email_verified_at is None:
        require_good(password, account)
        set_password(user=account, password=password, proves_email=True)
    elif account != user:
        raise InvitedAnother(
            gettext("Log in as %(email)s to accept it.") % {"email": account.email}
        )


def _lock(email: str) -> User | None:
    return hold(User.objects.filter(email=email), no_key=True).first()


def _create(email: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError:  # somebody registered it at the same moment
        account = _lock(email)
        if account is None:
            raise
        return account
