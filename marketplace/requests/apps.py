from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "marketplace.requests"
    label = "requests"
