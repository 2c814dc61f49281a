"""What all pages of a site have in common."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from cms.schedules import note_moment


class SitePermissions(PagePermissionTester):
    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nor moved: who only hands pages in takes none of others away, a draft neither."""
        is_hers = self.page.owner_id == self.user.pk
        may_publish = self.user.is_superuser or "publish" in getattr(self, "permissions", ())
        return bool((is_hers or may_publish) and super().can_delete(ignore_bulk=ignore_bulk))


class SitePage(Page):
    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return SitePermissions(user, self)

    # When a revision goes live cms.receivers notes; when the page ends stands on the page alone.
    def save(self, *args: Any, **kwargs: Any) -> Any:
        saved = super().save(*args, **kwargs)
        if self.live and self.expire_at:
            note_moment(self.expire_at)
        return saved
