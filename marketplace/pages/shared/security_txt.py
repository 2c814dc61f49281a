"""`/.well-known/security.txt` (RFC 9116): to whom a hole is told, on every host."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from marketplace.notifications.channels.email import platform_sender
from tenants.registry.hosts import market_url

PATH = "/.well-known/security.txt"
VALID_DAYS = 180  # the RFC advises less than a year


@require_safe
def show_contact(request: HttpRequest) -> HttpResponse:
    fields = {
        "Contact": _contact(),
        "Expires": f"{now() + timedelta(days=VALID_DAYS):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": ", ".join(code for code, _ in settings.LANGUAGES),
        "Canonical": market_url() + PATH,
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _contact() -> str:
    """SECURITY_CONTACT, an address of either kind; without it the one that our mails come from."""
    _, sender = platform_sender()
    contact: str = settings.SECURITY_CONTACT or sender
    return contact if contact.startswith(("https://", "mailto:")) else f"mailto:{contact}"
