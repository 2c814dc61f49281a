"""The cheapest answer that Django gives: no middleware, no database. The unit of "pings".

Served by gunicorn's own threads, not by our worker: a unit must not change with what it measures.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path


def ping(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


urlpatterns = [path("ping", ping)]

os.environ["DJANGO_SETTINGS_MODULE"] = ""
settings.configure(
    SECRET_KEY="yardstick",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
)
application = get_wsgi_application()
