"""What was imported, how far it came, and what was refused or remarked row by row."""

import uuid

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class ImportJob(models.Model):
    """One import of one file. `position` is the last product of it that is committed, so
    that an import that was killed goes on behind it.

    Counts of `rows` are rows of the file (rows = imported_rows + refused_rows once done),
    the others are products and variants.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(max_length=255)
    # Of the file's bytes, the format and the reader's version: the same work.
    work_digest = models.CharField(max_length=32, blank=True)
    format = models.CharField(max_length=20, blank=True)
    # "comma" or "point" where somebody said what parts the decimals.
    decimal = models.CharField(max_length=5, blank=True, default="", db_default="")
    # Per cent, for rows without a rate of their own, where somebody said it.
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    # A file that waits for its task, by its name in the shop's storage; empty once it is done.
    upload = models.CharField(max_length=255, blank=True)
    is_dry_run = models.BooleanField(default=False)
    # What somebody said of its columns (layouts.Layout), and how they were understood
    # (headings.TableView), where columns may be named.
    layout = models.JSONField(null=True, blank=True)
    table = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    position = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    imported_rows = models.PositiveIntegerField(default=0)
    refused_rows = models.PositiveIntegerField(default=0)
    remarks = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True)
    # The account's UUID; accounts live in public, and no foreign key leaves a schema.
    actor = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["work_digest"], name="import_work")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="done")
                | models.Q(rows=models.F("imported_rows") + models.F("refused_rows")),
                name="import_every_row_accounted_for",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.status})"


class ImportRow(models.Model):
    """A row of the file that was refused, or imported with a remark."""

    class Kind(models.TextChoices):
        REFUSED = "refused", _("Refused")
        REMARK = "remark", _("Imported, with a remark")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="entries")
    row = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    field = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class RememberedLayout(models.Model):
    """What the shop said of the columns under a row of headings; the last import's stays."""

    # layouts.print_headings of the row.
    headings = models.CharField(max_length=32, unique=True)
    columns = models.JSONField()
    used_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{len(self.columns)} columns"
