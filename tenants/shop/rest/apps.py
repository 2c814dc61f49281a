from django.contrib import admin
from oscarapi.apps import OscarAPIConfig

from tenants.joints.django import without_table


class RestConfig(OscarAPIConfig):
    """django-oscar-api without its table of API keys: our tokens are the platform's."""

    name = "oscarapi"

    def import_models(self) -> None:
        super().import_models()
        without_table(self.get_model("ApiKey", require_ready=False))

    def ready(self) -> None:
        super().ready()
        api_key = self.get_model("ApiKey")
        if admin.site.is_registered(api_key):
            admin.site.unregister(api_key)
