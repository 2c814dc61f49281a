"""What one shop keeps about those who work there: settings.PERSONAL_DATA_IN_SHOPS.

Who wrote which page is told by the account's id: it is nobody's after an erasure.
"""

import logging
from typing import Any

from wagtail.users.models import UserProfile

from tenants.staff.models import GroupMembership, Invitation, Membership, UserPermission
from tenants.staff.services import LastOwner, NotMember, remove_member

logger = logging.getLogger("galleria.privacy")

MODELS = (
    "staff.Membership",
    "staff.Invitation",
    "staff.GroupMembership",
    "staff.UserPermission",
    "staff.AuditEntry",
    "wagtailusers.UserProfile",
)


def collect(user: Any) -> dict[str, Any]:
    return {
        "memberships": list(
            Membership.objects.filter(user_id=user.pk).values("role", "created_at", "expires_at")
        ),
        "invitations": list(
            Invitation.objects.filter(email=user.email).values("role", "created_at", "expires_at")
        ),
    }


def forget(user: Any) -> None:
    try:
        remove_member(user=user)
    except NotMember:
        pass
    except LastOwner:
        logger.exception("The last owner of a shop was erased: give it another one")
        Membership.objects.filter(user_id=user.pk).delete()
    Invitation.objects.filter(email=user.email).delete()
    Invitation.objects.filter(actor_id=user.pk).update(actor=None)
    GroupMembership.objects.filter(user_id=user.pk).delete()
    UserPermission.objects.filter(user_id=user.pk).delete()
    UserProfile.objects.filter(user_id=user.pk).delete()
