"""Who did what to what, when and from where; once, for all shops (schema public).

Entries are added and never changed: the web's role has no right to. What is too old goes by a
function of the owner, which the chore calls (tenants/provisioning/rights.py, jobs.py).
"""

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from marketplace.audit.kinds import LABELS, Kind
from tenants.joints.django import is_new


class EntryChanged(TypeError):
    """An entry of the audit is neither changed nor deleted."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **kwargs: Any) -> int:
        raise EntryChanged("Entry.objects.update()")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EntryChanged("Entry.objects.delete()")


def _pointer(to: str) -> Any:
    """Without a constraint, which would lock the row pointed at, in the order of nobody's locks."""
    return models.ForeignKey(
        to,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class Entry(models.Model):
    """`source` is an address, or the command or task; see tenants.registry.audit for the others."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    retailer = _pointer("tenants.Retailer")
    kind = models.CharField(max_length=12, choices=Kind)
    what = models.CharField(max_length=40)
    who = _pointer(settings.AUTH_USER_MODEL)
    person = _pointer(settings.AUTH_USER_MODEL)
    on = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    trace = models.CharField(max_length=32, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["retailer", "-id"], name="audit_of_shop"),
            models.Index(fields=["retailer", "kind", "-id"], name="audit_of_kind_in_shop"),
            models.Index(fields=["retailer", "at"], name="audit_of_day_in_shop"),
            models.Index(fields=["kind", "-id"], name="audit_of_kind"),
            models.Index(fields=["at"], name="audit_of_day"),
            models.Index(fields=["who", "-id"], name="audit_of_who"),
            models.Index(
                fields=["person", "-id"],
                condition=models.Q(person__isnull=False),
                name="audit_of_person",
            ),
            models.Index(fields=["on", "-id"], condition=~models.Q(on=""), name="audit_of_subject"),
            # Who joined by which invitation: small, and so taken before there are statistics too.
            models.Index(
                fields=["on", "id"],
                condition=models.Q(what="member.added"),
                name="audit_of_joined",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not is_new(self):
            raise EntryChanged(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise EntryChanged(str(self))

    @property
    def label(self) -> str:
        return str(LABELS[self.what][1]) if self.what in LABELS else self.what
