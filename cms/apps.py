from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 20  # of what somebody searches for in the editor


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Storefront")

    def ready(self) -> None:
        from cms import receivers
        from cms.addresses import require_reachable
        from cms.hosts import base_url, zone_here
        from tenants.joints.wagtail import (
            answer_base_url,
            answer_head,
            check_redirects,
            leave_out_mails,
            read_missing_fields,
            read_profiles,
            search_first_words,
            search_without_usage,
            use_zone,
        )

        receivers.connect()
        leave_out_mails()
        answer_base_url(base_url)
        use_zone(zone_here)
        read_profiles()
        answer_head()
        check_redirects(require_reachable)
        read_missing_fields()
        search_without_usage()
        search_first_words(MOST_WORDS)
