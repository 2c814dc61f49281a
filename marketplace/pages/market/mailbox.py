"""/dev/mail, on a machine of one's own alone: what was sent, and the demo's operator's code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.accounts.logins import second_factor
from marketplace.accounts.models import User
from marketplace.notifications.mailbox import Letter, find_letter, list_letters
from marketplace.requests.clients import parse_address

SHOWN = 100
# A mail's own page may have styles and pictures, and nothing that runs, asks or leads elsewhere.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
View = Callable[..., HttpResponse]


def here_only(view: View) -> View:
    """Found where settings.MAILBOX_DIR is set (settings/embedded.py), by this machine alone."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not (settings.MAILBOX_DIR and _is_from_here(request)):
            raise Http404
        return view(request, *args, **options)

    return never_cache(require_safe(answer))


# By which a proxy says that it asks for somebody else.
BEHIND = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


def _is_from_here(request: HttpRequest) -> bool:
    """From a program of this machine, and for nobody behind it."""
    peer = parse_address(request.META.get("REMOTE_ADDR", ""))
    is_for_another = any(name in request.headers for name in BEHIND)
    return bool(peer and peer.is_loopback) and not is_for_another


@here_only
def list_mails(request: HttpRequest) -> HttpResponse:
    context = {
        "letters": list_letters(SHOWN),
        "codes": [(user.email, second_factor.current_code(user)) for user in _demo_operators()],
        "seconds_left": second_factor.seconds_left(),
        "is_elsewhere": settings.EMAIL_BACKEND != settings.MAILBOX_BACKEND,
    }
    return render(request, "marketplace/mailbox/list.html", context)


@here_only
def show(request: HttpRequest, letter: str) -> HttpResponse:
    return render(request, "marketplace/mailbox/letter.html", {"letter": _find(letter)})


@here_only
def show_html(request: HttpRequest, letter: str) -> HttpResponse:
    """As the mail's reader would see it."""
    html = _find(letter).html
    if not html:
        raise Http404
    return HttpResponse(html, headers={HEADER: MAIL_POLICY})


def _find(letter_id: str) -> Letter:
    letter = find_letter(letter_id)
    if letter is None:
        raise Http404
    return letter


def _demo_operators() -> list[User]:
    """Of addresses below .example, which nobody can own: no real operator's code is shown."""
    people = User.objects.filter(is_superuser=True, is_active=True, email__endswith=".example")
    return list(people.filter(second_factor_at__isnull=False).order_by("email"))
