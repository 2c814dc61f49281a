"""Codes by SMS and social logins: off, or shown on the console, until they are configured."""

from datetime import timedelta
from typing import Any

from marketplace.settings import env

# --- how long a login lives: (unused, in all); marketplace/accounts/logins/lifetimes.py -----------
LOGIN_LIMITS = {
    "customer": (
        timedelta(days=env.integer("LOGIN_IDLE_DAYS", default=14)),
        timedelta(days=env.integer("LOGIN_DAYS", default=90)),
    ),
    "staff": (
        timedelta(hours=env.integer("STAFF_IDLE_HOURS", default=12)),
        timedelta(hours=env.integer("STAFF_LOGIN_HOURS", default=7 * 24)),
    ),
    "operator": (
        timedelta(minutes=env.integer("OPERATOR_IDLE_MINUTES", default=30)),
        timedelta(hours=env.integer("OPERATOR_LOGIN_HOURS", default=12)),
    ),
}

# --- text messages: marketplace/notifications/channels/sms.py ----------------------------------
SMS_CARRIER = env.text("SMS_CARRIER", default="console")
TWILIO_URL = env.url("TWILIO_URL", schemes=("https", "http"), default="https://api.twilio.com")
TWILIO_ACCOUNT_SID = TWILIO_AUTH_TOKEN = TWILIO_FROM = ""
if SMS_CARRIER == "twilio":
    TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
    TWILIO_AUTH_TOKEN = env.secret("TWILIO_AUTH_TOKEN")
    # A number of the account's, or the id of its messaging service (MG...).
    TWILIO_FROM = env.text("TWILIO_FROM")

# --- social logins: marketplace/accounts/social -------------------------------------------------
# A provider without client ids is not offered. The first one is that of the web, which exchanges
# codes; those of the apps follow. `trusts_email`: whether `email_verified` of it can be believed.
# `response_mode`: Apple tells an address only to who lets it answer by a form.
SOCIAL_PROVIDERS: dict[str, dict[str, Any]] = {
    "google": {
        "client_ids": env.listing("GOOGLE_CLIENT_IDS", default=[]),
        "client_secret": env.secret("GOOGLE_CLIENT_SECRET", default=""),
        "issuers": ["https://accounts.google.com", "accounts.google.com"],
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "scopes": ["openid", "email", "profile"],
        "keys_url": "https://www.googleapis.com/oauth2/v3/certs",
        "token_url": "https://oauth2.googleapis.com/token",
        "trusts_email": True,
    },
    "apple": {
        "client_ids": env.listing("APPLE_CLIENT_IDS", default=[]),
        # Apple's client secret is a token signed with this key, made anew for each exchange.
        "team_id": env.text("APPLE_TEAM_ID", default=""),
        "key_id": env.text("APPLE_KEY_ID", default=""),
        "private_key": env.secret("APPLE_PRIVATE_KEY", default=""),
        "issuers": ["https://appleid.apple.com"],
        "authorize_url": "https://appleid.apple.com/auth/authorize",
        "scopes": ["openid", "email", "name"],
        "response_mode": "form_post",
        "keys_url": "https://appleid.apple.com/auth/keys",
        "token_url": "https://appleid.apple.com/auth/token",
        "trusts_email": True,
    },
    "facebook": {
        "client_ids": env.listing("FACEBOOK_CLIENT_IDS", default=[]),
        "client_secret": env.secret("FACEBOOK_CLIENT_SECRET", default=""),
        "issuers": ["https://www.facebook.com", "https://facebook.com"],
        "authorize_url": "https://www.facebook.com/v23.0/dialog/oauth",
        "scopes": ["openid", "email", "public_profile"],
        "keys_url": "https://limited.facebook.com/.well-known/oauth/openid/jwks/",
        "token_url": "https://graph.facebook.com/v23.0/oauth/access_token",
        "trusts_email": False,  # it says nothing about whether the address was confirmed
    },
}
