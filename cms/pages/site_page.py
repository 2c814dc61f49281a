"""What all pages of a site have in common."""

from typing import Any

from wagtail.models import Page

from cms.schedules import note_moment


class SitePage(Page):
    class Meta:
        abstract = True

    # By one of these three ways each moment comes: the editor's form, an approval, and a copy.
    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        revision = super().save_revision(*args, **kwargs)
        if self.go_live_at:
            note_moment(self.go_live_at)
        return revision

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        super().publish(revision, *args, **kwargs)
        if revision.approved_go_live_at:
            note_moment(revision.approved_go_live_at)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        saved = super().save(*args, **kwargs)
        if self.live and self.expire_at:
            note_moment(self.expire_at)
        return saved
