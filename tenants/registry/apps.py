from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants.registry"
    label = "tenants"
    verbose_name = _("Retailers")

    def ready(self) -> None:
        from tenants.joints.django import keep_caches_apart
        from tenants.registry import checks

        keep_caches_apart()
        checks.register()
