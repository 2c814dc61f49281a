from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "marketplace.activities"
    label = "activities"
