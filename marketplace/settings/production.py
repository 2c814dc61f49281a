"""For servers: everything that matters must be given, and nothing is sent in the clear.

TLS ends at a proxy in front, which sets X-Forwarded-Proto (and strips it from outside). Only to
try the product out on one machine, SITE_SCHEME=http does without.
"""

from marketplace.requests.logs import logging_configuration
from marketplace.runtime import signing_key
from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import CACHES
from marketplace.settings.databases import read_database_urls

SECRET_KEY = env.secret(
    "SECRET_KEY", minimum=signing_key.LEAST_LENGTH, unlike=signing_key.PUBLISHED
)
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS", default=[])
# Custom domains come and go with the shops; hosts that no shop has get a 404 (TenantMiddleware).
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
MARKET_HOST = env.text("MARKET_HOST")
# Without it all clients behind a proxy would be one, and share its limits: 0 says there is none.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", maximum=10)
SITE_SCHEME = env.text("SITE_SCHEME", default="https")
ENCRYPTED = SITE_SCHEME == "https"
SITE_PORT = env.text("SITE_PORT", default="")
WAGTAILADMIN_BASE_URL = f"{SITE_SCHEME}://{MARKET_HOST}"

_database, DATABASE_WEB_ROLE = read_database_urls()
DATABASES = {"default": _database}
REFUSE_POWERFUL_ROLE = env.boolean("REFUSE_POWERFUL_ROLE", default=True)
REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"), default="")
if REDIS_URL:
    CACHES["default"] |= {
        "BACKEND": "marketplace.requests.caches.SoftRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {},
    }

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", default=31_536_000) if ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = ENCRYPTED
CSRF_COOKIE_SECURE = ENCRYPTED

# X_FRAME_OPTIONS: Wagtail's preview frames the shop's own pages, nobody else's site can.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W019"]

EMAIL_BACKEND = env.text("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", default=587, maximum=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=True)

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_configuration(
    style="json",
    level=env.text("LOG_LEVEL", default="INFO"),
    access=env.boolean("LOG_ACCESS", default=True),
)

env.finish()
