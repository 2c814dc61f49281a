"""Reading one row by a unique column."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def first(rows: "models.QuerySet[M]") -> M | None:
    """As `.first()` for rows of which there is at most one: without ordering them."""
    return next(iter(rows[:1]), None)
