"""Web sessions in the schema public, each key bound to the schema of the host it was made on.

settings.SESSION_ENGINE names this module. A key that belongs to another schema is treated as
unknown: a cookie copied from one shop's host to another's opens nothing.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from marketplace.accounts.models import WebSession
from tenants.context import current_schema


class SessionStore(DatabaseStore):
    device = ""

    @classmethod
    def get_model_class(cls) -> type[WebSession]:
        return WebSession

    def _get_session_from_db(self) -> WebSession | None:
        try:
            return WebSession.objects.get(
                session_key=self.session_key,
                schema_name=current_schema(),
                expire_date__gt=timezone.now(),
            )
        except WebSession.DoesNotExist:
            self._session_key = None
            return None

    def create_model_instance(self, data: dict[str, Any]) -> WebSession:
        session = super().create_model_instance(data)
        assert isinstance(session, WebSession)
        session.schema_name = current_schema()
        user_id = data.get("_auth_user_id")
        session.user_id = int(user_id) if user_id else None
        session.device = self.device[:120]
        return session

    @classmethod
    def clear_expired(cls, *, at: datetime | None = None) -> None:
        WebSession.objects.filter(expire_date__lt=at or timezone.now()).delete()
