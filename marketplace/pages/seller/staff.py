"""Who works in the shop: members, roles, invitations by e-mail. For the owner to change."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.models import User
from marketplace.accounts.proofs.invitations import invite
from marketplace.pages.account.step_up import step_up
from marketplace.pages.shared.forms import RefusableForm
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.throttles import hit_all
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import require_mailbox
from tenants.kernel.text_fields import MailboxInput
from tenants.registry.models import Retailer
from tenants.staff.gates import require_member, staff_page
from tenants.staff.invitations import withdraw_invitation
from tenants.staff.models import Invitation, Membership
from tenants.staff.roles import GIVEN_ROLES
from tenants.staff.services import (
    change_role,
    end_support,
    remove_member,
    require_second_factor,
)

Shape = dict[str, Any]
LIST = "/seller/staff"
ROLES = [(role.value, role.label) for role in GIVEN_ROLES]


class InvitationForm(RefusableForm):
    email = MailboxInput(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Membership.Role.FULFILMENT)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        require_mailbox(email)
        return email


@staff_page("staff.view_membership")
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def list_members(request: HttpRequest) -> HttpResponse:
    """The list; a POST invites."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST":
        require_member(request, "staff.add_membership")
        if form.is_valid() and _send_invitation(request, form):
            return redirect(LIST)
    context = {
        "members": _members(request),
        "invitations": list(Invitation.objects.open().order_by("created_at", "id")),
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
            "name": user.display_name,
            "email": user.email,
            "has_second_factor": user.second_factor_at is not None,
            "role": member.role,
            "role_label": member.get_role_display(),
            "is_support": member.is_lent,
            "until": member.expires_at,
            "reason": member.reason,
            "is_me": user.pk == request.user.pk,
        }
        for member in members
        if (user := people.get(member.user_id))
    ]


def _send_invitation(request: HttpRequest, form: InvitationForm) -> bool:
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        hit_all(("invite-shop", request.retailer.slug), ("invite-mailbox", email))  # type: ignore[attr-defined]
        _invite(request.retailer, email, role, account_of(request))  # type: ignore[attr-defined]
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    messages.success(request, gettext("%s is invited.") % email)
    return True


def _invite(retailer: Retailer, email: str, role: str, actor: User) -> None:
    invite(
        retailer=retailer,
        email=email,
        role=role,
        actor=actor,
        kind="staff_invitation",
        data={
            "role": str(Membership.Role(role).label),
            "by": actor.display_name,
        },
    )


@staff_page("staff.view_membership", "staff.add_membership")
@require_POST
@step_up
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An open invitation; its link ends."""
    withdraw_invitation(uuid=uuid, actor=account_of(request))
    messages.success(request, gettext("The invitation is withdrawn."))
    return redirect(LIST)


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
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, gettext("Saved."))
    return redirect(LIST)


@staff_page("staff.view_membership", "staff.change_membership")
@require_POST
@step_up
def demand_second_factor(request: HttpRequest) -> HttpResponse:
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
    elif member and member.is_lent:
        end_support(operator=user, actor=actor)
    else:
        remove_member(user=user, actor=actor)


def _role(request: HttpRequest) -> str:
    """Only what a shop gives; anything else is refused by the service as no role."""
    role = request.POST.get("role", "")
    return role if role in dict(ROLES) else ""
