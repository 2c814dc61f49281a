"""The newest products over all shops, on the marketplace's host."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import selections


class NewestProductsBlock(blocks.StructBlock):
    title = blocks.CharBlock(default=_("New in the shops"), max_length=80)
    count = blocks.IntegerBlock(default=8, min_value=1, max_value=24)

    class Meta:
        icon = "date"
        template = "cms/blocks/newest_products.html"
        label = _("Newest products")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["products"] = selections.newest_products(
            request=context["request"], count=value["count"]
        )
        return context
