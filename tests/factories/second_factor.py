"""Second factors: accounts that have one, and the codes that get them in."""

import secrets

import pyotp

from marketplace.accounts.logins import keys, second_factor
from marketplace.accounts.models import RecoveryCode, SecondFactor, User
from tenants.kernel.ids import token_digest

SECRET = "GALLERIATESTGALLERIATESTGALLERIA"


def enrol(user: User) -> User:
    """This object counts as proven: `force_login` and tokens.issue take it as it is."""
    second_factor.install(user=user, secret=SECRET)
    return user


def app_code(user: User, *, step: int = 0) -> str:
    """What the app shows `step` steps from now; each is taken once, and none before it."""
    from django.utils import timezone

    row = SecondFactor.objects.get(user=user)
    moment = int(timezone.now().timestamp()) + step * second_factor.STEP_SECONDS
    return pyotp.TOTP(keys.open_sealed(row.secret)).at(moment)


def recovery_code(user: User) -> str:
    """One more, good once."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    text = "".join(secrets.choice(alphabet) for _ in range(16))
    RecoveryCode.objects.create(user=user, digest=token_digest(text))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def log_in(browser, user: User, password: str, slug: str = ""):
    """At the login page, by both steps; the answer of the last one."""
    from tests.pages.browser import hidden

    given = {"identifier": user.email, "password": password}
    page = browser.post(slug, "/auth/login", given)
    code = {"challenge": hidden(page, "challenge"), "code": recovery_code(user)}
    return browser.post(slug, "/auth/second-step", code)
