"""Who works in the shop: members, roles, invitations by e-mail. For the owner to change."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.models import User
from marketplace.accounts.passwords import reset_path
from marketplace.notifications.services import send_mail_later
from marketplace.pages.forms import RefusableForm
from marketplace.pages.shoppers import account_of
from marketplace.pages.step_up import step_up
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_email
from tenants.models import Retailer
from tenants.staff.gates import require_member, staff_page
from tenants.staff.models import Membership
from tenants.staff.services import (
    add_member,
    change_role,
    end_support,
    remove_member,
    require_second_factor,
)

Shape = dict[str, Any]
LIST = "/seller/staff"
# Support is lent to an operator of the marketplace for a while, never given by the shop.
ROLES = [choice for choice in Membership.Role.choices if choice[0] != Membership.Role.SUPPORT]


class InvitationForm(RefusableForm):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Membership.Role.FULFILMENT)


@staff_page("staff.view_membership")
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def staff(request: HttpRequest) -> HttpResponse:
    """The list; a POST invites."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        require_member(request, "staff.add_membership")
        if form.is_valid() and _invited(request, form):
            return redirect(LIST)
    context = {
        "members": _members(request),
        "form": form,
        "roles": ROLES,
        "requires_second_factor": request.retailer.requires_second_factor,  # type: ignore[attr-defined]
        "may_change": request.user.has_perm("staff.change_membership"),
    }
    return render(request, "seller/staff.html", context, status=422 if form.errors else 200)


def _members(request: HttpRequest) -> list[Shape]:
    """Accounts live in public: asked for by id, never joined."""
    members = list(Membership.objects.live().order_by("role", "id"))
    people = User.objects.in_bulk([member.user_id for member in members])
    return [
        {
            "uuid": user.uuid,
            "name": user.get_full_name() or user.email,
            "email": user.email,
            "has_second_factor": user.second_factor_at is not None,
            "role": member.role,
            "role_label": member.get_role_display(),
            "is_support": member.role == Membership.Role.SUPPORT,
            "until": member.expires_at,
            "reason": member.reason,
            "is_me": user.pk == request.user.pk,
        }
        for member in members
        if (user := people.get(member.user_id))
    ]


def _invited(request: HttpRequest, form: InvitationForm) -> bool:
    email, role = normal_email(form.cleaned_data["email"]), form.cleaned_data["role"]
    try:
        invite(
            retailer=request.retailer,  # type: ignore[attr-defined]
            email=email,
            role=role,
            actor=account_of(request),
        )
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    messages.success(request, gettext("%s is invited.") % email)
    return True


@transaction.atomic
def invite(*, retailer: Retailer, email: str, role: str, actor: User) -> User:
    """Give the account of this address a role, making one if there is none, and write to it.

    Someone new sets a password by the link in the e-mail. Raises AlreadyMember, Invalid.
    """
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    add_member(user=user, role=role, actor=actor)
    is_new = not user.has_usable_password()
    send_mail_later(
        to=user.email,
        subject=gettext("You are invited to work at %s") % retailer.name,
        template="staff_invitation",
        context={
            "shop": retailer.name,
            "role": Membership.Role(role).label,
            "by": actor.get_full_name() or actor.email,
            "is_new": is_new,
            "url": retailer.url + (reset_path(user) if is_new else "/seller/dashboard"),
        },
        retailer=retailer,
    )
    return user


@staff_page("staff.view_membership", "staff.change_membership")
@require_POST
@step_up
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new role, or `remove`. Of someone who does not work here nothing is told."""
    user = User.objects.filter(uuid=uuid).first()
    if user is None or Membership.objects.live_for(user) is None:
        raise Http404
    try:
        _change(request, user)
    except Refusal as refusal:
        messages.error(request, f"{refusal.title} {refusal.detail}")
    else:
        messages.success(request, gettext("Saved."))
    return redirect(LIST)


@staff_page("staff.view_membership", "staff.change_membership")
@require_POST
@step_up
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether all who work here must have one."""
    is_required = request.POST.get("required") == "yes"
    shop: Retailer = request.retailer  # type: ignore[attr-defined]
    require_second_factor(retailer=shop, required=is_required, actor=account_of(request))
    messages.success(request, gettext("Saved."))
    return redirect(LIST)


def _change(request: HttpRequest, user: User) -> None:
    actor = account_of(request)
    member = Membership.objects.live_for(user)
    if "remove" not in request.POST:
        change_role(user=user, role=_role(request), actor=actor)
    elif member and member.expires_at:
        end_support(operator=user, actor=actor)
    else:
        remove_member(user=user, actor=actor)


def _role(request: HttpRequest) -> str:
    """Only what a shop gives; anything else is refused by the service as no role."""
    role = request.POST.get("role", "")
    return role if role in dict(ROLES) else ""
