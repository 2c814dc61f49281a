"""Hears from Wagtail what changed on a site: its editor calls no service of ours."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from cms.links import keep_links
from cms.models import ContentPage


def on_pages_changed(**kwargs: Any) -> None:
    keep_links()


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(on_pages_changed, dispatch_uid="cms.on_pages_changed")
    for signal in (post_save, post_delete):
        signal.connect(
            on_pages_changed, sender=PageViewRestriction, dispatch_uid="cms.on_pages_changed"
        )
    post_delete.connect(on_pages_changed, sender=ContentPage, dispatch_uid="cms.on_page_deleted")
