from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants.registry"
    label = "tenants"
    verbose_name = "Retailers"

    def ready(self) -> None:
        from tenants.registry import checks, schema_state

        schema_state.install()
        checks.register()
