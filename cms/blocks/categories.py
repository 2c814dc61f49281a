"""The ways into the catalogue: of this shop, or of the marketplace on its own host."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import selections


class CategoriesBlock(blocks.StructBlock):
    title = blocks.CharBlock(default="Browse", max_length=80)

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/categories.html"
        label = _("Categories")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["categories"] = selections.categories_here(context.get("chrome"))
        return context
