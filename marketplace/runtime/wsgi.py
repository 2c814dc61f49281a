"""The entry of the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
application = get_wsgi_application()

# All views are imported now, before the workers fork, and so share their memory.
for urlconf in (settings.MARKET_URLCONF, settings.RETAILER_URLCONF):
    get_resolver(urlconf).url_patterns  # noqa: B018
