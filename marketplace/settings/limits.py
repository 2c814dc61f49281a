"""How often what can be guessed or abused may be tried; THROTTLES changes any of them."""

from marketplace.settings import env

# scope: (how often, in any so many seconds), counted per account or per client address. A scope
# that slows down goes on: how many are free of waits, and the first and the longest wait after
# those, in seconds. What each counts: docs/operations.md.
DEFAULTS: dict[str, tuple[int, ...]] = {
    "login-account": (10, 900),
    "login-address": (200, 900),
    "login-device": (10, 900),
    "login-everywhere": (1000, 86400, 20, 30, 900),
    "register-address": (300, 3600),
    "refresh-address": (200, 900),
    "reset-account": (5, 3600),
    "reset-address": (100, 3600),
    "apply-address": (50, 3600),
    # One-time codes: at most five tries each and five codes an hour for an account (challenges.py).
    "code-address": (100, 3600),
    "code-guess-address": (200, 900),
    "password-account": (10, 900),
    "second-factor-client": (10, 900),
    "second-factor-account": (50, 3600),
    "link-address": (100, 900),
    "verification-account": (5, 3600),
    "verification-address": (100, 3600),
    "social-address": (200, 900),
    "email-change-account": (5, 3600),
    "email-change-address": (100, 3600),
    "confirm-account": (10, 900),
    "export-account": (10, 86400),
    "avatar-account": (30, 3600),
    "voucher-address": (60, 3600),
    "log-account": (300, 3600),
    "log-address": (3000, 3600),
    "review-account": (60, 3600),
    "review-address": (300, 3600),
    "helpful-account": (120, 3600),
    "helpful-address": (600, 3600),
    "report-account": (20, 3600),
    "report-address": (100, 3600),
}

API_THROTTLES = env.rates("THROTTLES", default=DEFAULTS)
