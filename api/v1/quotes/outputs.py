"""Prices that are kept to for a while."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, euros, field
from api.v1.checkout.outputs import ChangeOutput, show_changes
from api.v1.outputs import MoneyOutput, show_money, timestamp
from api.v1.previews.outputs import (
    CheckoutProblemOutput,
    PreviewGroupOutput,
    show_group,
    show_problem,
)
from marketplace.payments.preview import Preview
from marketplace.purchases.models import Quote


class QuoteOutput(TypedDict):
    id: Annotated[Uuid, field("`quote` of a checkout", "4d5e6f70-8192-43a4-b5c6-d7e8f9012a3b")]
    expires_at: Annotated[
        Moment, field("Until when its prices are kept to", "2026-11-21T09:45:00Z")
    ]
    groups: Annotated[list[PreviewGroupOutput], field("One per shop")]
    to_pay: Annotated[list[MoneyOutput], field("One per currency", [euros("27.40")])]
    changes: Annotated[list[ChangeOutput], field("Against what the shopper has seen", [])]
    problems: Annotated[list[CheckoutProblemOutput], field("What a checkout would refuse with", [])]


def show_quote(quote: Quote, preview: Preview) -> QuoteOutput:
    return {
        "id": str(quote.uuid),
        "expires_at": timestamp(quote.expires_at),
        "groups": [show_group(group) for group in preview.groups],
        "to_pay": [show_money(total) for total in preview.to_pay],
        "changes": show_changes(preview.changes),
        "problems": [show_problem(problem) for problem in preview.problems],
    }
