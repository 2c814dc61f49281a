"""When this shop is open, as its profile says."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import selections


class OpeningHoursBlock(blocks.StructBlock):
    title = blocks.CharBlock(default=_("Opening hours"), max_length=80)
    note = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "time"
        template = "cms/blocks/opening_hours.html"
        label = _("Opening hours")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["hours"] = selections.opening_hours(context.get("chrome"))
        return context
