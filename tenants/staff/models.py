"""Who works here: memberships and permissions of accounts in this retailer's schema."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.kernel.text_fields import MailboxField


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self, *, at: datetime | None = None) -> "MembershipQuerySet":
        now = at or timezone.now()
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now))

    def live_for(self, user: Any) -> "Membership | None":
        return self.live().filter(user_id=user.pk).first()

    def owners(self) -> "MembershipQuerySet":
        """A shop keeps at least one: whose it is, not what she may do."""
        return self.live().filter(role=Membership.Role.OWNER, expires_at=None)


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        EDITOR = "editor", _("Editor")
        AUTHOR = "author", _("Author")
        FULFILMENT = "fulfilment", _("Fulfilment")
        SUPPORT = "support", _("Support")
        ANALYST = "analyst", _("Analyst")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
    )
    role = models.CharField(max_length=12, choices=Role)
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"

    @property
    def is_lent(self) -> bool:
        """To an operator, for support; employees stay."""
        return self.expires_at is not None

    def is_live(self, *, at: datetime | None = None) -> bool:
        return self.expires_at is None or self.expires_at > (at or timezone.now())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(expires_at__gt=timezone.now())

    def of_owners(self) -> "InvitationQuerySet":
        return self.filter(role=Membership.Role.OWNER)


class Invitation(models.Model):
    """An address was asked to work here; the row goes when it is accepted or withdrawn."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = MailboxField(unique=True)
    role = models.CharField(max_length=12, choices=Membership.Role)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class GroupMembership(models.Model):
    """The `through` of User.groups: a row of this schema."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="group_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"


class UserPermission(models.Model):
    """The `through` of User.user_permissions: a row of this schema."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    permission = models.ForeignKey("auth.Permission", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "permission"], name="permission_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} may {self.permission_id}"


class AuditEntry(models.Model):
    """Entries of before: they were taken over into the audit of all shops (marketplace/audit).

    The table goes with a later release, as processes of the one before may still write into it
    while it is replaced. The right to read the audit hangs on it (tenants/staff/roles.py).
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
