"""Reading one row of which there is no other."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def first(rows: "models.QuerySet[M]") -> M | None:
    """As `.first()` for rows of which there is at most one: without ordering them."""
    return next(iter(rows[:1]), None)


def only(rows: "models.QuerySet[M]") -> M | None:
    """The same where PostgreSQL takes the condition to fit many: bounded to one row, it would look
    at them one by one, in some order, instead of asking the condition's indexes."""
    return next(iter(rows), None)
