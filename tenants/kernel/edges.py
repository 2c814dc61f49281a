"""Where a page of a list begins: behind a row, in the list's order.

A list stands in the order of one unique field, or of the moment in another one and of that field
among rows of one moment: what is looked for by days is read by an index of the moments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListOrder:
    field: str = "id"
    moment: str = ""

    def sort(self, rows: QuerySet[M, T], *, downwards: bool) -> QuerySet[M, T]:
        names = [self.moment, self.field] if self.moment else [self.field]
        return rows.order_by(*(f"-{name}" if downwards else name for name in names))

    def edge_of(self, row: Any) -> str:
        key = _value(row, self.field)
        return f"{_value(row, self.moment).isoformat()}_{key}" if self.moment else str(key)

    def beyond(self, rows: QuerySet[M, T], edge: str, *, downwards: bool) -> QuerySet[M, T]:
        """What comes behind the row of this edge. Raises ValueError or TypeError for no edge."""
        beyond = "lt" if downwards else "gt"
        if not self.moment:
            return rows.filter(**{f"{self.field}__{beyond}": edge})
        text, _, key = edge.rpartition("_")
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError("a moment is of some zone")
        later = Q(**{f"{self.moment}__{beyond}": at})
        at_once = Q(**{self.moment: at, f"{self.field}__{beyond}": key})
        # The first condition follows from the other, and is what an index is asked for.
        return rows.filter(Q(**{f"{self.moment}__{beyond}e": at}), later | at_once)


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)
