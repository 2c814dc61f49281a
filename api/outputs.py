"""What an answer is: a `TypedDict` per noun, each of its members described and shown once.

    class StockOutput(TypedDict):
        available: Annotated[bool, field("Whether it can be bought now", True)]
        quantity: Annotated[int | None, field("Pieces; null: not counted", 9)]

A function returns it as the plain dict that it is, so nothing stands between a row and its JSON,
and the type checker holds every member. The OpenAPI document (`api/components.py`) and its
examples (`api/examples.py`) are made from the same annotations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final


@dataclass(frozen=True, slots=True)
class Format:
    """A text of this `format` of JSON Schema."""

    name: str


Uuid = Annotated[str, Format("uuid")]
Url = Annotated[str, Format("uri")]
Email = Annotated[str, Format("email")]
Day = Annotated[str, Format("date")]
Moment = Annotated[str, Format("date-time")]

COMPOSED: Final[Any] = object()  # the example is made of those of the members


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    description: str
    example: Any
    choices: Sequence[Any]
    rules: dict[str, Any]


def field(
    description: str, example: Any = COMPOSED, *, choices: Sequence[Any] = (), **rules: Any
) -> Field:
    """Beside a member's type, in `Annotated`.

    `choices` are the values that it may have, or pairs of one and its label; `rules` further
    keywords of JSON Schema. A member that is another output, or a list of one, has its example
    from there unless it is given.
    """
    return Field(description, example, choices, rules)


def euros(amount: str) -> dict[str, str]:
    """Money, for an example."""
    return {"amount": amount, "currency": "EUR"}
