"""Web sessions in the schema public, each key bound to the schema of the host it was made on.

settings.SESSION_ENGINE names this module. A key that belongs to another schema is treated as
unknown: a cookie copied from one shop's host to another's opens nothing. A session ends when it
was not used for a while, and at the latest some time after its login (lifetimes.py).
"""

import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction
from django.utils import timezone

from marketplace.accounts.logins.lifetimes import lifetime_of
from marketplace.accounts.models import WebSession
from tenants.joints.django import RowSessionStore, delete_at_once
from tenants.registry.context import current_schema
from tenants.registry.outages import is_outage, log_outage


class SessionStore(RowSessionStore):
    device = ""

    @classmethod
    def get_model_class(cls) -> type[WebSession]:
        return WebSession

    def find_row(self) -> WebSession | None:
        try:
            row = WebSession.objects.get(
                session_key=self.session_key,
                schema_name=current_schema(),
                expire_date__gt=timezone.now(),
            )
        except WebSession.DoesNotExist:
            return None
        _note_use(row)
        return row

    def create_model_instance(self, data: dict[str, Any]) -> WebSession:
        session = super().create_model_instance(data)
        assert isinstance(session, WebSession)
        session.schema_name = current_schema()
        user_id = data.get("_auth_user_id")
        session.user_id = int(user_id) if user_id else None
        session.device = self.device[:120]
        session.login = UUID(data["login"]) if "login" in data else None
        session.kind = data.get("kind", "")
        session.ends_at = _end_of(data)
        session.expire_date = _next_end(session)
        return session

    def get_expiry_age(self, **kwargs: Any) -> int:
        """The cookie lives as long as the login may; the row ends sooner if it is not used."""
        lifetime = _end_of(self.contents) - timezone.now()
        return max(0, math.ceil(lifetime.total_seconds()))

    @classmethod
    def clear_expired(cls, *, at: datetime | None = None) -> None:
        delete_at_once(WebSession.objects.filter(expire_date__lt=at or timezone.now()))


def _end_of(data: dict[str, Any]) -> datetime:
    """At the latest. A guest's session has no login, and begins anew whenever it is written."""
    lifetime = lifetime_of(data.get("kind", ""))
    if "logged_in_at" not in data:
        return timezone.now() + lifetime.idle
    return datetime.fromtimestamp(data["logged_in_at"], tz=UTC) + lifetime.absolute


def _next_end(row: WebSession) -> datetime:
    end = timezone.now() + lifetime_of(row.kind).idle
    return min(end, row.ends_at) if row.ends_at else end


def _note_use(row: WebSession) -> None:
    """One UPDATE of two columns: what the session holds may be changed by another request now.

    A database that takes no changes, or a row that others hold, keeps nobody from reading.
    """
    now = timezone.now()
    if now - row.seen_at < lifetime_of(row.kind).note_every:
        return
    rows = WebSession.objects.filter(session_key=row.session_key, expire_date__gt=now)
    try:
        with transaction.atomic():
            rows.update(seen_at=now, expire_date=_next_end(row))
    except Error as error:
        if not is_outage(error) or connection.needs_rollback:
            raise
        log_outage(error)
