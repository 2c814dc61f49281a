"""Who works in a shop. Each verb acts in the current retailer's schema, and is audited there.

The group of a role is held exactly as long as the membership: `remove_expired` takes it from
those whose time is over, and until it has, `Membership.live_for` and the permission caches
(marketplace.accounts) give them nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.joints.schemas import forget_rights
from tenants.kernel.errors import Invalid, NotFound, Refusal
from tenants.kernel.locks import hold
from tenants.registry.audit import changes_of, record
from tenants.registry.context import current_retailer, use_market, use_retailer
from tenants.registry.directory import announce_change
from tenants.registry.models import Retailer
from tenants.staff.models import GroupMembership, Invitation, Membership
from tenants.tasks.shops import do_in_each

Role = Membership.Role
MAX_SUPPORT = timedelta(hours=72)


class LastOwner(Refusal):
    code = "last-owner"
    title = _("A shop keeps at least one owner.")
    meaning = _("The change would leave the shop without an owner.")
    remedy = _("Make somebody else an owner first.")


class AlreadyMember(Refusal):
    code = "already-member"
    title = _("This person works here already.")
    meaning = _("A person has one role in a shop.")
    remedy = _("Change the role instead.")


class NotMember(NotFound):
    code = "not-member"
    title = _("This person does not work here.")
    meaning = _("There is no such membership in this shop.")
    remedy = _("Read the list of staff again.")


@transaction.atomic
def add_member(
    *, user: Any, role: str, actor: Any = None, invitation: UUID | None = None
) -> Membership:
    """Give an account a role here; `invitation` is the one that it accepts, if any.

    Raises AlreadyMember, Invalid for an unknown role.
    """
    require_role(role)
    old = hold(Membership.objects.filter(user_id=user.pk)).first()
    if old is not None and old.is_live():
        raise AlreadyMember(
            gettext("The role of %(user)s here is %(role)s already: change it instead.")
            % {"user": user, "role": old.get_role_display()}
        )
    if old is not None:
        old.delete()
    member = Membership.objects.create(user_id=user.pk, role=role)
    _sync_groups(user, [role])
    on = invitation or ""
    record(what="member.added", who=actor, person=user, on=on, after={"role": role})
    return member


@transaction.atomic
def change_role(*, user: Any, role: str, actor: Any = None) -> Membership:
    """Raises NotMember, LastOwner, Invalid."""
    require_role(role)
    invitations = [] if role == Role.OWNER else _lock_invitations_of(user)
    member, has_other_owner = _lock_beside_owners(user)
    if member.is_lent:
        message = gettext("%(user)s is here for support only: end it, then invite.")
        raise Invalid(message % {"user": user})
    before = member.role
    if before == Role.OWNER != role and not has_other_owner:
        raise LastOwner(gettext("Make somebody else an owner first."))
    member.role = role
    member.save(update_fields=["role"])
    _sync_groups(user, [role])
    _withdraw(invitations, actor)
    changes = changes_of({"role": before}, {"role": role})
    record(what="member.changed", who=actor, person=user, **changes)
    return member


@transaction.atomic
def remove_member(*, user: Any, actor: Any = None) -> None:
    """Raises NotMember, LastOwner."""
    invitations = _lock_invitations_of(user)
    member, has_other_owner = _lock_beside_owners(user)
    if member.role == Role.OWNER and not has_other_owner:
        raise LastOwner(gettext("Make somebody else an owner first."))
    member.delete()
    _sync_groups(user, [])
    _withdraw(invitations, actor)
    record(what="member.removed", who=actor, person=user, before={"role": member.role})


@transaction.atomic
def require_second_factor(*, retailer: Retailer, required: bool, actor: Any) -> None:
    """Whether all who work here must have a second factor."""
    before = retailer.requires_second_factor
    Retailer.objects.filter(pk=retailer.pk).update(requires_second_factor=required)
    retailer.requires_second_factor = required
    changes = changes_of({"required": before}, {"required": required})
    record(what="second_factor.required", who=actor, **changes)
    announce_change()


def grant_support(
    *,
    operator: Any,
    hours: float,
    reason: str,
    retailer: Retailer | None = None,
    now: datetime | None = None,
) -> Membership:
    """Let a platform admin into a shop for a while; the shop sees that, and why.

    Raises Invalid without a reason, for more than 72 hours, for somebody who is no operator, and
    in a shop that is closed.
    """
    shop = retailer or current_retailer()
    if shop is None:
        raise Invalid(gettext("Name the shop that needs support."))
    _require_support(operator, hours, reason)
    if shop.status == Retailer.Status.CLOSED:
        raise Invalid(gettext("%(shop)s is closed for good.") % {"shop": shop.name})
    until = (now or timezone.now()) + timedelta(hours=hours)
    with transaction.atomic(), use_retailer(shop):
        member = _lend_role(operator, until, reason)
        terms = {"until": until, "reason": reason}
        record(what="support.granted", who=operator, person=operator, after=terms)
    return member


@transaction.atomic
def end_support(*, operator: Any, actor: Any = None) -> None:
    """Before its time, by either side. Raises NotMember."""
    member = _lock_member(operator)
    if not member.is_lent:
        raise NotMember(gettext("%(operator)s is not here for support.") % {"operator": operator})
    member.delete()
    _sync_groups(operator, [])
    record(what="support.ended", who=actor or operator, person=operator)


def remove_expired(*, now: datetime | None = None) -> int:
    """Chore: take the groups from memberships whose time is over, in every shop; how many.

    Invitations that nobody accepted in time go too.
    """
    moment = now or timezone.now()
    shops = Retailer.objects.with_schema().order_by("id")
    return do_in_each(shops, lambda shop: _remove_expired_here(moment)).count


@transaction.atomic
def _remove_expired_here(now: datetime) -> int:
    Invitation.objects.filter(expires_at__lte=now).delete()
    over = list(hold(Membership.objects.filter(expires_at__lte=now)))
    for member in over:
        GroupMembership.objects.filter(user_id=member.user_id).delete()
        record(what="support.expired", person=member.user_id)
        member.delete()
    return len(over)


def require_role(role: str) -> None:
    """Raises Invalid."""
    if role not in Role.values:
        raise Invalid(
            fields={
                "role": [gettext("Choose one of %(names)s.") % {"names": ", ".join(Role.values)}]
            }
        )


def _require_support(operator: Any, hours: float, reason: str) -> None:
    with use_market():
        is_operator = bool(operator.is_active and operator.is_superuser)
    if not is_operator:
        raise Invalid(fields={"operator": [gettext("Only a platform admin gives support.")]})
    if not reason.strip():
        raise Invalid(fields={"reason": [gettext("Say why; the shop reads it.")]})
    if not 0 < hours <= MAX_SUPPORT.total_seconds() / 3600:
        raise Invalid(fields={"hours": [gettext("At least a moment, at most 72 hours.")]})


def _lend_role(operator: Any, until: datetime, reason: str) -> Membership:
    """A new term replaces the one before; an employee of the shop keeps his own role."""
    old = hold(Membership.objects.filter(user_id=operator.pk)).first()
    if old is not None and not old.is_lent:
        raise AlreadyMember(
            gettext("The role of %(operator)s here is %(role)s.")
            % {"operator": operator, "role": old.get_role_display()}
        )
    member, _ = Membership.objects.update_or_create(
        user_id=operator.pk,
        defaults={"role": Role.SUPPORT, "expires_at": until, "reason": reason.strip()[:300]},
    )
    _sync_groups(operator, [Role.SUPPORT])
    return member


def _lock_member(user: Any) -> Membership:
    member = hold(Membership.objects.live().filter(user_id=user.pk)).first()
    return _require_member(member, user)


def _lock_beside_owners(user: Any) -> tuple[Membership, bool]:
    """The membership, and whether somebody else is an owner here.

    All in one statement: of two owners who leave at once the second is told that she is the last.
    """
    mine = Membership.objects.live().filter(user_id=user.pk)
    rows = list(hold(mine | Membership.objects.owners()))
    member = _require_member(next((row for row in rows if row.user_id == user.pk), None), user)
    return member, any(row != member for row in rows)


def _require_member(member: Membership | None, user: Any) -> Membership:
    if member is None:
        raise NotMember(gettext("%(user)s does not work here.") % {"user": user})
    return member


def _lock_invitations_of(user: Any) -> list[Invitation]:
    """Before the membership: who accepts one holds it while she becomes a member."""
    return list(hold(Invitation.objects.filter(actor_id=user.pk)))


def _withdraw(invitations: Iterable[Invitation], actor: Any) -> None:
    """Who invites no more has invited nobody: else the way back in would wait in a mailbox."""
    for invitation in invitations:
        invitation.delete()
        record(what="member.uninvited", who=actor, on=invitation.uuid)


def _sync_groups(user: Any, roles: Iterable[str]) -> None:
    """Exactly the groups of these roles, beside groups that the shop made itself."""
    role_names = set(roles)
    memberships = GroupMembership.objects.filter(user_id=user.pk)
    memberships.filter(group__name__in=Role.values).exclude(group__name__in=role_names).delete()
    if not role_names:
        memberships.delete()
    for group in Group.objects.filter(name__in=role_names).order_by("id"):
        GroupMembership.objects.get_or_create(user_id=user.pk, group=group)
    forget_rights(user)
