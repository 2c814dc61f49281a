"""Reading one row of which there is no other."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def only(rows: "models.QuerySet[M]") -> M | None:
    """As `.first()` for rows of which there is at most one: neither ordered nor bounded.

    Where PostgreSQL takes the condition to fit many, it would look for a bounded one among all
    rows, one by one, instead of asking the condition's indexes.
    """
    return next(iter(rows), None)
