"""Products of this shop: chosen by staff, of a category, or the newest."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import selections


class ProductsBlock(blocks.StructBlock):
    """Sources that find nothing leave the block out, so that no empty shelf is shown."""

    title = blocks.CharBlock(default="Featured", max_length=80)
    source = blocks.ChoiceBlock(
        choices=[
            ("featured", _("Products marked as featured")),
            ("newest", _("The newest products")),
            ("category", _("Products of a category")),
        ],
        default="featured",
    )
    category = blocks.CharBlock(
        required=False,
        max_length=500,
        help_text=_("Its path, such as Home > Kitchen. Only for products of a category."),
    )
    count = blocks.IntegerBlock(default=8, min_value=1, max_value=24)

    class Meta:
        icon = "pick"
        template = "cms/blocks/products.html"
        label = _("Products")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["source"] == "category" and not selections.category_exists(cleaned["category"]):
            raise blocks.StructBlockValidationError(
                {"category": ValidationError(gettext("The shop has no such category."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["products"] = selections.products_of_shop(
            request=context["request"],
            source=value["source"],
            category=value["category"],
            count=value["count"],
        )
        return context
