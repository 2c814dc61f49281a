"""A copy of all that is kept about a person: asked for, made by a task, handed out for a week."""

import gzip
import json
from datetime import datetime, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.activities.services import record
from marketplace.privacy.errors import ExportNotReady, NoExport
from marketplace.privacy.models import PersonalExport
from marketplace.privacy.stages import collect_all
from marketplace.requests import throttles
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.registry.context import use_public
from tenants.tasks.queue import enqueue

KEEP_FOR = timedelta(days=7)
PATIENCE = timedelta(hours=1)
VERSION = 1

Status = PersonalExport.Status


def request_export(*, user: User, now: datetime | None = None) -> PersonalExport:
    """The copy that is being made, or a new one. Raises TooManyTries.

    One that is pending for longer than PATIENCE is begun anew: its task has given up.
    """
    moment = now or timezone.now()
    pending = PersonalExport.objects.filter(user=user, status=Status.PENDING).first()
    if pending is not None and moment - pending.requested_at <= PATIENCE:
        return pending
    tries = throttles.hit("export-account", str(user.uuid))
    try:
        return _begin_export(user, moment, stale=pending)
    except IntegrityError:  # another request began one at the same moment
        tries.give_back()
        return PersonalExport.objects.get(user=user, status=Status.PENDING)


@transaction.atomic
def _begin_export(user: User, moment: datetime, *, stale: PersonalExport | None) -> PersonalExport:
    export = stale or PersonalExport(user=user, status=Status.PENDING)
    export.requested_at = moment
    export.save()
    record(user=user, kind="export_requested", export=str(export.uuid))
    audit.record(what="copy.requested", who=user, person=user, on=export.uuid)
    with use_public():
        enqueue("marketplace.privacy.tasks.make_export", export=str(export.uuid))
    return export


def latest_export(*, user: User) -> PersonalExport:
    """Without its data. Raises NoExport."""
    exports = PersonalExport.objects.filter(user=user).defer("data")
    export = exports.order_by("-requested_at", "-id").first()
    if export is None:
        raise NoExport(gettext("Ask for one first."))
    return export


def read_export(*, user: User) -> bytes:
    """The newest finished copy, as JSON. Raises NoExport, ExportNotReady."""
    ready = PersonalExport.objects.filter(user=user, status=Status.READY)
    export = ready.order_by("-ready_at", "-id").first()
    if export is not None and export.data is not None:
        audit.record(what="copy.taken", who=user, person=user, on=export.uuid)
        return gzip.decompress(export.data)
    latest_export(user=user)
    raise ExportNotReady(gettext("Come back in a moment."), retry_after=5)


@transaction.atomic
def finish_export(*, uuid: str) -> PersonalExport | None:
    """Gather everything; None when it was made already, or the account is erased meanwhile."""
    pending = PersonalExport.objects.select_related("user").filter(
        uuid=uuid, status=Status.PENDING, user__anonymised_at=None
    )
    export = hold(pending, of=("self",)).first()
    if export is None:
        return None
    made_at = timezone.now()
    content = {"version": VERSION, "made_at": made_at, **collect_all(user=export.user)}
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    export.status, export.ready_at, export.size = Status.READY, made_at, len(text)
    export.data = gzip.compress(text)
    export.save()
    return export
