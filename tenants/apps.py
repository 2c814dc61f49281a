from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    label = "tenants"
    verbose_name = "Retailers"

    def ready(self) -> None:
        from tenants import checks, schema_state

        schema_state.install()
        checks.register()
