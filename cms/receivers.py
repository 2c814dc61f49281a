"""Hears from Wagtail what changed on a site: its editor calls no service of ours."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import GroupApprovalTask, PageViewRestriction, Revision
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from cms import approvals
from cms.links import keep_links
from cms.models import ContentPage
from cms.schedules import note_moment


def on_pages_changed(**kwargs: Any) -> None:
    keep_links()


def on_revision_saved(instance: Revision, **kwargs: Any) -> None:
    """Whichever way scheduled it: the editor, an approval, a copy, Wagtail's own API."""
    if instance.approved_go_live_at:
        note_moment(instance.approved_go_live_at)


def on_submitted(instance: Any, user: Any = None, **kwargs: Any) -> None:
    if isinstance(instance.task.specific, GroupApprovalTask):
        approvals.tell_approvers(step=instance, submitter=user)


def on_approved(instance: Any, user: Any = None, **kwargs: Any) -> None:
    approvals.tell_author("page_approved", state=instance, approver=user)


def on_rejected(instance: Any, user: Any = None, **kwargs: Any) -> None:
    approvals.tell_author("page_rejected", state=instance, approver=user)


def connect() -> None:
    post_save.connect(on_revision_saved, sender=Revision, dispatch_uid="cms.on_revision_saved")
    task_submitted.connect(on_submitted, dispatch_uid="cms.on_submitted")
    workflow_approved.connect(on_approved, dispatch_uid="cms.on_approved")
    workflow_rejected.connect(on_rejected, dispatch_uid="cms.on_rejected")
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(on_pages_changed, dispatch_uid="cms.on_pages_changed")
    for signal in (post_save, post_delete):
        signal.connect(
            on_pages_changed, sender=PageViewRestriction, dispatch_uid="cms.on_pages_changed"
        )
    post_delete.connect(on_pages_changed, sender=ContentPage, dispatch_uid="cms.on_page_deleted")
