"""What Django itself tells about logins."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from marketplace.accounts.models import User
from marketplace.activities.services import record

LOGGED_IN_AT = "logged_in_at"


def on_web_login(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A browser logged in, at whichever form: noted in its session and in the activity log."""
    request.session[LOGGED_IN_AT] = time.time()
    record(user=user, kind="logged_in", device=request.headers.get("User-Agent", ""))


def connect() -> None:
    user_logged_in.connect(on_web_login, dispatch_uid="accounts.on_web_login")
