"""A page of words and pictures: about, delivery, imprint, an article."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import blocks
from cms.addresses import is_reserved, require_free
from cms.pages.forms import ContentCopyForm, ContentPageForm
from cms.pages.heads import site_head
from cms.pages.site_page import SitePage
from cms.placeholders import require_filled
from tenants.kernel.site_pages import PURPOSES
from tenants.registry.context import in_market


class ContentPage(SitePage):
    body = StreamField(blocks.CONTENT, blank=True)
    in_footer = models.BooleanField(
        _("show in the footer"),
        default=False,
        db_default=False,
        help_text=_("Whether a link to this page stands at the foot of every page"),
    )
    purpose = models.CharField(
        _("what it is for"),
        max_length=10,
        choices=list(PURPOSES.items()),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Pages with a purpose stand at the foot of every page, and the checkout leads to the "
            "terms and to what is said about returns."
        ),
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]
    promote_panels = [
        *SitePage.promote_panels[:1],
        MultiFieldPanel(
            [FieldPanel("show_in_menus"), FieldPanel("in_footer"), FieldPanel("purpose")],
            _("For site menus"),
        ),
    ]
    exclude_fields_in_copy = ["purpose"]
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
        """Raises ValidationError, whoever saves it: for an address that is a route's, and for a
        page with a purpose that would be published with a placeholder."""
        if clean:
            require_free(self.slug, below=self.get_parent())
        if clean and self.live and self.purpose:
            require_filled(self.body)
        return super().save(clean=clean, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        base = "base_market.html" if in_market() else "base_shop.html"
        return context | {
            "base": base,
            "page_title": self.seo_title or self.title,
            "head": site_head(request, self, self.body),
        }
