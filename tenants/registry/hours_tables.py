"""When a shop is open, as the registry keeps it; models.py has both for everybody."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.utils.dates import WEEKDAYS

from tenants.kernel.opening_hours import MIDNIGHT
from tenants.kernel.text_fields import NameField


def _range(kind: str, low: str, high: str) -> models.Func:
    """Both ends belong to it. With ranges alone PostgreSQL needs no extension to exclude."""
    return models.Func(low, high, models.Value("[]"), function=kind)


class OpeningHours(models.Model):
    """One span of a weekday; several rows make a lunch break. What closes at or before the time
    at which it opens ends on the next day (tenants.kernel.opening_hours)."""

    retailer = models.ForeignKey(
        "tenants.Retailer", on_delete=models.CASCADE, related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(choices=list(WEEKDAYS.items()))
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retailer", "weekday", "opens"], name="opening_hours_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(closes=models.F("opens")) | models.Q(opens=MIDNIGHT),
                name="opening_hours_last",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="opening_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class SpecialHours(models.Model):
    """Days that differ from the week: closed, or with spans of their own.

    `opens` and `closes` belong together one by one; none: closed.
    """

    retailer = models.ForeignKey(
        "tenants.Retailer", on_delete=models.CASCADE, related_name="special_hours"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    opens = ArrayField(models.TimeField(), default=list, blank=True, db_default=[])
    closes = ArrayField(models.TimeField(), default=list, blank=True, db_default=[])
    note = NameField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="special_hours_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(opens__len=models.F("closes__len")), name="special_hours_pairs"
            ),
            ExclusionConstraint(
                name="special_hours_apart",
                expressions=[
                    (_range("int8range", "retailer_id", "retailer_id"), RangeOperators.OVERLAPS),
                    (_range("daterange", "first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day} {self.note}".rstrip()
