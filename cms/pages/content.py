"""A page of words and pictures: about, delivery, imprint, an article."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import blocks
from cms.addresses import is_reserved, require_free
from cms.pages.forms import ContentCopyForm, ContentPageForm
from cms.pages.heads import site_head
from cms.pages.site_page import SitePage
from tenants.registry.context import in_market


class ContentPage(SitePage):
    body = StreamField(blocks.CONTENT, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.MarketHomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/pages/content.html"
    base_form_class = ContentPageForm
    copy_form_class = ContentCopyForm

    class Meta:
        verbose_name = _("content page")

    def can_move_to(self, parent: Page) -> bool:
        return not is_reserved(self.slug, below=parent) and bool(super().can_move_to(parent))

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        """Raises ValidationError for an address that is a route's, whoever saves it."""
        if clean:
            require_free(self.slug, below=self.get_parent())
        return super().save(clean=clean, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        base = "base_market.html" if in_market() else "base_shop.html"
        return context | {
            "base": base,
            "page_title": self.seo_title or self.title,
            "head": site_head(request, self, self.body),
        }
