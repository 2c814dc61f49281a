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
    "register-mailbox": (5, 3600),
    "register-taken": (5, 3600),
    "phone-account": (5, 3600),
    "refresh-address": (200, 900),
    "reset-account": (5, 3600),
    "reset-address": (100, 3600),
    "apply-address": (50, 3600),
    "invite-shop": (60, 3600),
    "invite-mailbox": (5, 3600),
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
    "social-token": (1, 86400),
    "email-change-account": (5, 3600),
    "email-change-address": (100, 3600),
    "confirm-account": (10, 900),
    "export-account": (10, 86400),
    "avatar-account": (30, 3600),
    "voucher-address": (60, 3600),
    # Orders: of a client, an account, a guest's mailbox; and all guests' at one shop, beyond which
    # each is confirmed by mail. Attempts of a client, those that place nothing too.
    "checkout-try-address": (1200, 3600),
    "checkout-address": (200, 3600),
    "checkout-account": (60, 3600),
    "checkout-mailbox": (10, 3600),
    "checkout-shop": (300, 3600),
    "cart-address": (1200, 3600),
    "quote-address": (600, 3600),
    "coordinates-address": (1200, 3600),
    "handoff-address": (600, 3600),
    "import-shop": (120, 3600),
    # Text messages cost money: of a number, an account, a client, a country, and all of them.
    "sms-number": (5, 3600),
    "sms-account": (10, 86400),
    "sms-address": (30, 3600),
    "sms-country": (300, 3600),
    "sms-market": (3000, 86400),
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

# Up to so much, and so many pieces, guests who do not pay ahead need not prove their mailbox, at
# shops that set nothing else: round sums worth about 150 EUR. Else the pieces alone decide.
GUEST_ORDER_PIECES = env.integer("GUEST_ORDER_PIECES", default=10, maximum=1_000_000)
GUEST_ORDER_AMOUNTS = {
    "AED": 600, "AUD": 250, "BRL": 900, "CAD": 240, "CHF": 150, "CNY": 1200, "CZK": 3700,
    "DKK": 1100, "EUR": 150, "GBP": 130, "HKD": 1300, "HUF": 60000, "IDR": 2_600_000, "ILS": 600,
    "INR": 14000, "ISK": 22000, "JPY": 25000, "KRW": 230_000, "KWD": 50, "MXN": 3000, "MYR": 700,
    "NOK": 1700, "NZD": 280, "PHP": 9500, "PLN": 640, "RON": 750, "SAR": 620, "SEK": 1700,
    "SGD": 220, "THB": 5500, "TRY": 6500, "TWD": 5000, "UAH": 7000, "USD": 160, "VND": 4_000_000,
    "ZAR": 3000,
}  # fmt: skip
