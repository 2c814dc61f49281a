"""Where an account is logged in: browsers (web sessions) and apps (token families)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from marketplace.accounts.models import TokenFamily, User, WebSession
from marketplace.activities.services import record
from tenants.joints.django import delete_at_once
from tenants.kernel.errors import NotFound
from tenants.kernel.ids import token_digest
from tenants.registry.models import Retailer

MOST = 100  # of each kind are listed


@dataclass(frozen=True, slots=True)
class Device:
    """`id` is a digest: neither a session's key nor a token is ever shown."""

    id: str
    kind: str
    name: str
    place: str
    created_at: datetime
    seen_at: datetime
    is_current: bool


def list_devices(*, user: User, current_key: str = "", family: UUID | None = None) -> list[Device]:
    """Live logins of an account, the one that asks first, then the latest seen; 3 queries.

    `current_key` is that of the browser's session, or `family` that of the app's tokens.
    """
    own_session = ExpressionWrapper(Q(session_key=current_key), BooleanField())
    own_family = ExpressionWrapper(Q(uuid=family), BooleanField())
    sessions = _sessions(user).order_by(own_session.desc(), "-seen_at", "session_key")[:MOST]
    families = _families(user).order_by(own_family.desc(), "-seen_at", "id")[:MOST]
    schemas = {row.schema_name for row in sessions} | {row.schema_name for row in families}
    places = _places(schemas)
    devices = [
        Device(
            id=session_id(row.session_key),
            kind="browser",
            name=device_name(row.device),
            place=places.get(row.schema_name, ""),
            created_at=row.created_at,
            seen_at=row.seen_at,
            is_current=bool(current_key) and row.session_key == current_key,
        )
        for row in sessions
    ]
    devices += [
        Device(
            id=str(row.uuid),
            kind="app",
            name=device_name(row.device),
            place=places.get(row.schema_name, ""),
            created_at=row.created_at,
            seen_at=row.seen_at,
            is_current=row.uuid == family,
        )
        for row in families
    ]
    return sorted(devices, key=lambda device: (not device.is_current, -device.seen_at.timestamp()))


def revoke_device(*, user: User, device: str) -> None:
    """Log one browser or app out. Raises NotFound for what is not the account's own."""
    for key, name in _sessions(user).values_list("session_key", "device"):
        if session_id(key) == device:
            WebSession.objects.filter(session_key=key).delete()
            record(user=user, kind="device_logged_out", device=name)
            return
    ended = _families(user).filter(uuid=device).first() if _is_uuid(device) else None
    if ended is None or not _end(_families(user).filter(pk=ended.pk)):
        raise NotFound(gettext("This login has already ended."))
    record(user=user, kind="device_logged_out", device=ended.device)


def revoke_others(*, user: User, current_key: str = "", family: UUID | None = None) -> None:
    """Log everything out but this browser or app, for instance after a change of password."""
    others = WebSession.objects.filter(user=user).exclude(session_key=current_key)
    sessions = delete_at_once(others)
    families = _families(user)
    count = sessions + _end(families.exclude(uuid=family) if family else families)
    if count:
        record(user=user, kind="devices_logged_out", count=count)


def session_id(session_key: str) -> str:
    return str(UUID(token_digest(session_key)[:32]))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def device_name(user_agent: str) -> str:
    """ "Firefox on Linux" for a browser's long sentence about itself; a name stays as it is."""
    if "/" not in user_agent:
        return user_agent
    browsers = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox"}
    browsers |= {"Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"}
    systems |= {"Mac OS": "Mac", "Linux": "Linux"}
    browser = _first(user_agent, browsers) or user_agent.partition("/")[0][:40]
    system = _first(user_agent, systems)
    if not (browser and system):
        return browser or system
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _first(text: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in text), "")


def _sessions(user: User) -> QuerySet[WebSession]:
    return WebSession.objects.filter(user=user, expire_date__gt=timezone.now())


def _families(user: User) -> QuerySet[TokenFamily]:
    return TokenFamily.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())


def _end(families: QuerySet[TokenFamily]) -> int:
    return families.update(revoked_at=timezone.now(), revoked_why="logout")


def _places(schemas: set[str]) -> dict[str, str]:
    names = dict(
        Retailer.objects.filter(schema_name__in=schemas).values_list("schema_name", "name")
    )
    return {settings.MARKET_SCHEMA: settings.OSCAR_SHOP_NAME, **names}
