"""In which form an operation answers."""

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request


class Negotiation(DefaultContentNegotiation):
    """settings.REST_FRAMEWORK. An `Accept` header that names nothing is as absent."""

    def get_accept_list(self, request: Request) -> list[str]:
        return [kind for kind in super().get_accept_list(request) if kind] or ["*/*"]
