from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = "Storefront"

    def ready(self) -> None:
        from cms.hosts import base_url
        from tenants.joints.wagtail import answer_base_url

        answer_base_url(base_url)
