"""What a channel is given, and in whose name it speaks."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from tenants.kernel.identity import normal_name
from tenants.registry.context import current_retailer


@dataclass(frozen=True, slots=True)
class Message:
    """`to` is an e-mail address or an E.164 number; `template` a name without its ending.

    `language` "" is that of the shop, or of the platform. An SMS has no `subject`; a lazy one is
    translated with the text.
    """

    to: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    subject: object = ""
    language: str = ""

    @property
    def chosen_language(self) -> str:
        retailer = current_retailer()
        return self.language or (retailer.language if retailer else settings.LANGUAGE_CODE)

    @property
    def frame(self) -> dict[str, str]:
        """What is shown around every message."""
        retailer, market = current_retailer(), settings.WAGTAIL_SITE_NAME
        return {"market_name": market, "sender": normal_name(retailer.name) if retailer else market}
