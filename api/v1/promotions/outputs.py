"""Offers and vouchers."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, euros, field
from api.v1.outputs import (
    MoneyOutput,
    PageOutput,
    RetailerRefOutput,
    optional_money,
    optional_timestamp,
    show_retailer_ref,
)
from marketplace.promotions.models import Promotion
from tenants.kernel.money import Money
from tenants.kernel.rich_text import clean_html


class PromotionOutput(TypedDict):
    id: Annotated[Uuid, field("For `promotions/{id}/`", "2b3c4d5e-6f70-4182-93a4-b5c6d7e8f901")]
    name: Annotated[str, field("For people", "Ten per cent for new readers")]
    description: Annotated[str, field("HTML with harmless markup alone", "")]
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    code: Annotated[str | None, field("For `cart/vouchers/`; null: none", "WELCOME10")]
    benefit: Annotated[str, field("How it takes something off", "Percentage")]
    percent: Annotated[str | None, field("What part it takes off; null: none", "10")]
    amount: Annotated[
        MoneyOutput | None, field("What it takes off, or the delivery's price; null: none", None)
    ]
    at_least: Annotated[
        MoneyOutput | None, field("Worth of goods from which it counts", euros("20.00"))
    ]
    starts_at: Annotated[Moment | None, field("null: it has begun", "2026-11-01T00:00:00Z")]
    ends_at: Annotated[Moment | None, field("null: until further notice", "2026-12-31T23:59:59Z")]


class PromotionPageOutput(PageOutput):
    results: Annotated[list[PromotionOutput], field("Newest first")]


def show_promotion(promotion: Promotion) -> PromotionOutput:
    currency, terms = promotion.retailer.currency, promotion.terms

    def money(name: str) -> MoneyOutput | None:
        return optional_money(Money.parse(terms[name], currency) if terms.get(name) else None)

    return {
        "id": str(promotion.uuid),
        "name": promotion.name,
        "description": clean_html(promotion.description),
        "retailer": show_retailer_ref(promotion.retailer),
        "code": promotion.code or None,
        "benefit": terms["benefit"],
        "percent": terms.get("percent"),
        "amount": money("amount"),
        "at_least": money("at_least"),
        "starts_at": optional_timestamp(promotion.starts_at),
        "ends_at": optional_timestamp(promotion.ends_at),
    }
