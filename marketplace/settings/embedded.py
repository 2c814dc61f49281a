"""What `make run` and manage.py use: an embedded PostgreSQL unless DATABASE_URL names another."""

from marketplace.settings import env

env.load_file(env.ROOT / ".env")

from marketplace.requests.logs import logging_configuration
from marketplace.runtime import exposure, roles, signing_key
from marketplace.settings.base import *
from marketplace.settings.base import HOME_DIR
from marketplace.settings.databases import OWNER, read_database_urls, role_of_process

DEMO_ALLOWED = True
_shortest_key = 0 if exposure.is_loopback(exposure.bind_address()) else signing_key.LEAST_LENGTH
SECRET_KEY = env.secret(
    "SECRET_KEY", default="", minimum=_shortest_key, unlike=signing_key.PUBLISHED
) or signing_key.key_of(HOME_DIR)
POSTGRES_HOME = HOME_DIR / "postgres"
if env.secret("DATABASE_URL", default=""):
    _database, DATABASE_WEB_ROLE = read_database_urls()
else:
    _role = roles.OWNER if role_of_process() == OWNER else roles.WEB
    _database = env.database_url(
        "DATABASE_URL", default=lambda: roles.ensure(POSTGRES_HOME, role=_role)
    )
    DATABASE_WEB_ROLE = roles.WEB
    SESSION_PROBE_SECONDS = 0  # nobody stands between us and a server of our own
DATABASES = {"default": _database}
if exposure.is_loopback(exposure.bind_address()):
    MAILBOX_DIR = HOME_DIR / "mails"
    EMAIL_BACKEND = env.text("EMAIL_BACKEND", default=MAILBOX_BACKEND)
    SMS_CARRIER = env.text("SMS_CARRIER", default="mailbox")
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True  # nothing to collect: files are served from where they are
LOGGING = logging_configuration(
    style="text",
    level=env.text("LOG_LEVEL", default="WARNING"),
    access=env.boolean("LOG_ACCESS", default=False),
)

env.finish()
