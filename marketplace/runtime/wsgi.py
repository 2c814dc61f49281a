"""The entry of the web server."""

import contextlib
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import get_resolver

from marketplace.runtime.exposure import refuse_demo_accounts
from tenants.postgresql.pooler import SharedSession

os.environ.setdefault("DATABASE_ROLE", "web")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
application = get_wsgi_application()

# Settings must be there first.
from tenants.registry.poolers import watch  # noqa: E402

try:
    watch.require()
except SharedSession as refusal:
    sys.exit(f"error: {refusal}")

# A database that is away now is no reason not to start; who prepared it has looked before.
with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
    refuse_demo_accounts(cursor)

# All views are imported now, before the workers fork, and so share their memory.
for urlconf in (settings.MARKET_URLCONF, settings.RETAILER_URLCONF):
    get_resolver(urlconf).url_patterns  # noqa: B018
