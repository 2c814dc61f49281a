"""The opening of a page: words, a picture and up to two ways on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.pictures import HERO_WIDTHS, OptionalImageBlock, picture


class HeroBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    lead = blocks.TextBlock(required=False, max_length=400, rows=2)
    image = OptionalImageBlock()
    layout = blocks.ChoiceBlock(
        choices=[
            ("split", _("Picture beside the words")),
            ("cover", _("Picture behind the words")),
        ],
        default="split",
    )
    label = blocks.CharBlock(required=False, max_length=40, help_text=_("The words of the button."))
    link = blocks.CharBlock(
        required=False, max_length=200, help_text=_("An address, such as /catalogue/.")
    )

    class Meta:
        icon = "image"
        template = "cms/blocks/hero.html"
        label = _("Hero")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        link = cleaned["link"] or ""
        if link and not link.startswith(("/", "https://", "http://", "#")):
            raise blocks.StructBlockValidationError(
                {"link": ValidationError(gettext("Begin with / or https://."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["picture"] = picture(value["image"], HERO_WIDTHS)
        return context
