"""How this shop is reached, as far as its owner published it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ContactBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=80)
    note = blocks.CharBlock(required=False, max_length=300)

    class Meta:
        icon = "mail"
        template = "cms/blocks/contact.html"
        label = _("Contact")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chrome = context.get("chrome")
        context["contact"] = chrome.contact if chrome else None
        context["hours"] = chrome.opening_hours if chrome else {}
        return context
