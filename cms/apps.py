from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = "Storefront"

    def ready(self) -> None:
        """Wagtail knows one address of its desk; here each schema has its own."""
        from wagtail.admin import userbar, utils
        from wagtail.admin.templatetags import wagtailadmin_tags

        from cms.hosts import base_url

        for module in (utils, userbar, wagtailadmin_tags):
            module.get_admin_base_url = base_url
