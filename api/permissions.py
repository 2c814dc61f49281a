"""Who may call an operation at all; whose thing it is, the services' gates decide."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import IsAuthenticated

__all__ = ["LoggedIn"]


class LoggedIn(IsAuthenticated):
    """A customer or member of staff; a guest gets 401."""

    message = _("Log in first.")
