"""Shops of the marketplace, on its own host."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import selections


class ShopsBlock(blocks.StructBlock):
    title = blocks.CharBlock(default="Shops", max_length=80)
    slugs = blocks.CharBlock(
        required=False,
        max_length=400,
        label=_("Only these"),
        help_text=_("Names in addresses, with commas; empty for the newest shops."),
    )
    count = blocks.IntegerBlock(default=6, min_value=1, max_value=24)

    class Meta:
        icon = "home"
        template = "cms/blocks/shops.html"
        label = _("Shops")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        slugs = [slug.strip() for slug in value["slugs"].split(",") if slug.strip()]
        context["shops"] = selections.shops(slugs=slugs, count=value["count"])
        return context
