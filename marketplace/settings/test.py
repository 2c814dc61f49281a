"""For the tests: a server of their own, which may forget its data when the machine dies."""

import contextlib
import hashlib
import shutil
from pathlib import Path

from marketplace.requests.logs import logging_configuration
from marketplace.runtime import postgres
from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import HOME_DIR

# A test that commits copies thousands of files, which takes a fifth of the time there.
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 3 * 2**30


def _test_server() -> str:
    home = HOME_DIR / "test-postgres"
    if not home.exists() and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        _keep_in_memory(home)
    return postgres.ensure(home, durable=False)


def _keep_in_memory(home: Path) -> None:
    """Make `home` a link to a folder in memory; `make clean` frees it, and so does a restart."""
    folder = MEMORY / f"galleria-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    home.unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError):  # another run was quicker
        home.symlink_to(folder)


DEMO_ALLOWED = True
SECRET_KEY = "tests-only-" + "k" * 50
DATABASES = {"default": env.database_url("DATABASE_URL", default=_test_server)}
SESSION_PROBE_SECONDS = 0  # tests of it make their own
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_CARRIER = "memory"
MAILBOX_DIR = HOME_DIR / "test-mails"
WEB_THREADS = 200  # as many as a test that asks at once may have
# Tests of other subjects order as much as they like; those of this one use the usual limits.
GUEST_ORDER_PIECES, GUEST_ORDER_AMOUNTS = 10**9, {}
MEDIA_ROOT = HOME_DIR / "test-media"
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look files up when asked, instead of listing them per client
LOGGING = logging_configuration(style="text", level="WARNING")

env.finish()
