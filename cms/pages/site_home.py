"""The first page of a site: it stays where it is, and stays published.

Without it a shop answers 404 at its own address. What nobody does with it, an owner and an operator
included, is asked by Wagtail for its buttons, its views and its bulk actions alike.
"""

from typing import Any

from wagtail.admin.panels import PublishingPanel
from wagtail.models import Page, PagePermissionTester

from cms.pages.site_page import SitePage


class HomePermissions(PagePermissionTester):
    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False


class SiteHome(SitePage):
    # When what was written goes live may be chosen, but there is no moment after which it is gone.
    settings_panels = [
        PublishingPanel(children=PublishingPanel().children[:1]),
        *Page.settings_panels[1:],
    ]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> HomePermissions:
        return HomePermissions(user, self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.expire_at = None  # as a revision of an earlier release may have it
        return super().save(*args, **kwargs)
