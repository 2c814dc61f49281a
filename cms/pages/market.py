"""The marketplace's own first page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import blocks
from cms.pages.heads import site_head
from cms.pages.site_home import SiteHome
from tenants.registry.context import in_market


class MarketHomePage(SiteHome):
    body = StreamField(blocks.MARKET, blank=True)

    content_panels = [*SiteHome.content_panels, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/pages/home.html"
    max_count = 1

    class Meta:
        verbose_name = _("marketplace home page")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return in_market() and bool(super().can_create_at(parent))

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "base": "base_market.html",
            "page_title": self.seo_title or self.title,
            "head": site_head(request, self, self.body),
        }
