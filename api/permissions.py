"""Who may call an operation at all; whose thing it is, the services' gates decide."""

from rest_framework.permissions import IsAuthenticated

__all__ = ["LoggedIn"]


class LoggedIn(IsAuthenticated):
    """A customer or member of staff; a guest gets 401."""

    message = "Log in first."
