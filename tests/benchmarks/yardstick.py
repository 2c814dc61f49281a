"""The cheapest answer that Django gives: no middleware, no database. The unit of "pings"."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

from marketplace.runtime.door import Door


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
served = Door(get_wsgi_application(), threads=4)
