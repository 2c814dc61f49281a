"""For the tests: a server of their own, which may forget its data when the machine dies."""

from marketplace.requests.logs import logging_configuration
from marketplace.runtime import postgres
from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import HOME_DIR


def _test_server() -> str:
    return postgres.ensure(HOME_DIR / "test-postgres", durable=False)


SECRET_KEY = "tests-only-" + "k" * 50
DATABASES = {"default": env.database_url("DATABASE_URL", default=_test_server)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_CARRIER = "memory"
MEDIA_ROOT = HOME_DIR / "test-media"
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look files up when asked, instead of listing them per client
LOGGING = logging_configuration(style="text", level="WARNING")

env.finish()
