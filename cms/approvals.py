"""Who hears of pages that are handed in, approved or sent back: e-mails in the shop's name."""

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.users.models import UserProfile

from cms.hosts import base_url
from marketplace.notifications.services import Recipient, notify
from tenants.registry.context import current_retailer
from tenants.staff.models import GroupMembership, Membership

# What a member switches off under /cms/account/ is a column of Wagtail's.
WISHES = {
    "page_submitted": "submitted_notifications",
    "page_approved": "approved_notifications",
    "page_rejected": "rejected_notifications",
}


def tell_approvers(*, step: TaskState, submitter: Any = None) -> None:
    """Who may answer this step, but for who handed it in. The market has no members: its operators
    look at /cms/."""
    groups = step.task.specific.groups.values("pk")
    in_groups = GroupMembership.objects.filter(group__in=groups).values("user_id")
    members = Membership.objects.live().filter(user_id__in=in_groups)
    accounts = set(members.values_list("user_id", flat=True)) - {getattr(submitter, "pk", None)}
    _tell("page_submitted", sorted(accounts), step.workflow_state, submitter)


def tell_author(kind: str, *, state: WorkflowState, approver: Any = None) -> None:
    """Who handed it in, unless she is the one who answers."""
    author = state.requested_by_id
    if author and author != getattr(approver, "pk", None):
        members = Membership.objects.live().filter(user_id=author)
        _tell(kind, list(members.values_list("user_id", flat=True)), state, approver)


def _tell(kind: str, accounts: list[int], state: WorkflowState, actor: Any) -> None:
    unwilling = UserProfile.objects.filter(user_id__in=accounts, **{WISHES[kind]: False})
    accounts = sorted({*accounts} - {*unwilling.values_list("user_id", flat=True)})
    people = get_user_model()._default_manager.filter(pk__in=accounts, is_active=True)
    people = people.select_related("profile").order_by("pk")
    recipients = [Recipient.of(person) for person in people]
    page = state.content_object
    data = {
        "page": page.get_admin_display_title(),
        "person": actor.get_short_name() if actor else "",
        "comment": _comment(state),
        "link": base_url() + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    if recipients:
        notify(kind, recipients, data, retailer=current_retailer())


def _comment(state: WorkflowState) -> str:
    return state.current_task_state.comment if state.current_task_state else ""
