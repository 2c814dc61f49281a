"""Invitations to work in a shop, in the current retailer's schema.

The link holds the invitation's id, signed; writing again makes another id, so that the link
before ends. Whose mailbox it is sent to accepts it: marketplace.accounts.proofs.invitations.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import connection, transaction
from django.utils import timezone

from tenants.kernel.locks import hold
from tenants.registry.audit import record
from tenants.registry.context import current_schema
from tenants.staff.models import Invitation
from tenants.staff.services import require_role

LIFE = timedelta(days=14)


@transaction.atomic
def create_invitation(*, email: str, role: str, actor: Any = None) -> Invitation:
    """The only open one of this address from now on. Raises Invalid for an unknown role."""
    require_role(role)
    values = {
        "uuid": uuid4(),
        "role": role,
        "actor_id": getattr(actor, "pk", None),
        "expires_at": timezone.now() + LIFE,
    }
    invitation, _ = Invitation.objects.update_or_create(email=email, defaults=values)
    record(what="member.invited", who=actor, on=invitation.uuid, after={"role": role})
    return invitation


@transaction.atomic
def withdraw_invitation(*, uuid: UUID, actor: Any = None) -> None:
    """Its link ends; nothing happens where there is none any more."""
    invitation = hold(Invitation.objects.filter(uuid=uuid)).first()
    if invitation is not None:
        invitation.delete()
        record(what="member.uninvited", who=actor, on=invitation.uuid)


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=_salt()).sign(invitation.uuid.hex)


def find_invitation(token: str, *, lock: bool = False) -> Invitation | None:
    """None for a link that is used, withdrawn, too old, made up or of another shop."""
    try:
        uuid = UUID(signing.Signer(salt=_salt()).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Invitation.objects.open().filter(uuid=uuid)
    return (hold(rows) if lock else rows).first()


def find_addresses(uuids: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Whom those that stand are for, by UUID: of these ones of each schema, in one statement."""
    if not uuids:
        return {}
    quote, table = connection.ops.quote_name, Invitation._meta.db_table
    selects = [
        f"SELECT uuid::text, email FROM {quote(schema)}.{quote(table)}"  # noqa: S608 - names of ours
        " WHERE uuid::text = ANY(%s)"
        for schema in uuids
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [list(group) for group in uuids.values()])
        return dict(cursor.fetchall())


def _salt() -> str:
    return f"staff.invitations.{current_schema()}"
