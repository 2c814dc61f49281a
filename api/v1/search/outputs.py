"""Suggestions, and how many products each choice of a filter would show."""

from typing import Annotated, TypedDict

from django.conf import settings

from api.links import market_url
from api.outputs import Day, Url, euros, field
from api.v1 import samples
from api.v1.outputs import (
    ImageOutput,
    MoneyOutput,
    RetailerRefOutput,
    optional_money,
    show_image,
)
from marketplace.discovery.facets import Choice, Facets
from marketplace.discovery.suggestions import Suggestion
from tenants.kernel.money import format_amount


class ChoiceOutput(TypedDict):
    value: Annotated[str, field("What the filter takes", "mugs")]
    label: Annotated[str, field("For people", "Mugs")]
    count: Annotated[int, field("How many it would show", 12)]


class CategoryChoiceOutput(ChoiceOutput):
    depth: Annotated[int, field("From 0, in the order of the tree", 1)]


class AvailabilityFacetOutput(TypedDict):
    in_stock: Annotated[int, field("How many can be bought now", 10)]
    out_of_stock: Annotated[int, field("How many cannot", 2)]


class PriceFacetOutput(TypedDict):
    min: Annotated[str | None, field("In `currency`, by the day's rates", "4.50")]
    max: Annotated[str | None, field("As `min`, the highest", "39.00")]
    currency: Annotated[str, field("What the filters' amounts are in", "EUR")]


class CurrencyFacetOutput(TypedDict):
    value: Annotated[str, field("ISO 4217", "EUR")]
    count: Annotated[int, field("How many are sold in it", 42)]
    rated_on: Annotated[
        Day | None, field("The day of the rate by which its prices are compared", "2026-11-27")
    ]


class FacetsOutput(TypedDict):
    total: Annotated[int, field("How many the filters show", 12)]
    total_is_exact: Annotated[
        bool,
        field(
            "False: more fit a search than the 20,000 that were counted, here and in each choice",
            True,
        ),
    ]
    categories: Annotated[list[CategoryChoiceOutput], field("In the order of the tree")]
    brands: Annotated[
        list[ChoiceOutput],
        field("The 30 with most products", [{"value": "hearth", "label": "Hearth", "count": 7}]),
    ]
    retailers: Annotated[
        list[ChoiceOutput],
        field(
            "The 30 shops with most of them",
            [{"value": "northgate-books", "label": "Northgate Books"}],
        ),
    ]
    availability: Annotated[AvailabilityFacetOutput, field("In stock or not")]
    price: Annotated[PriceFacetOutput, field("From the lowest to the highest")]
    on_sale: Annotated[int, field("How many are reduced now", 3)]
    on_sale_is_exact: Annotated[bool, field("False: more are reduced than `on_sale` says", True)]
    currencies: Annotated[list[CurrencyFacetOutput], field("What the shops sell in")]


class SuggestionOutput(TypedDict):
    kind: Annotated[
        str,
        field(
            "What is suggested",
            "product",
            choices=["product", "category", "retailer", "brand"],
        ),
    ]
    label: Annotated[str, field("For people", "Stoneware mug")]
    value: Annotated[str, field("The product's id, or what the filter takes", samples.PRODUCT)]
    url: Annotated[
        Url | None,
        field(
            "A product's page, or a shop's",
            f"{samples.MARKET}/products/stoneware-mug-1yfptkgh2512",
        ),
    ]
    parent: Annotated[
        str, field("The name of the category above a category; empty for all others", "")
    ]
    image: Annotated[
        ImageOutput | None, field("A product's first picture, a shop's logo; null: none")
    ]
    price: Annotated[
        MoneyOutput | None, field("A product's, of variants the lowest that can be bought")
    ]
    price_max: Annotated[MoneyOutput | None, field("Of variants the highest", euros("14.00"))]
    was: Annotated[
        MoneyOutput | None,
        field("What `price` is without the sale that stands now; null: none", euros("15.00")),
    ]
    retailer: Annotated[
        RetailerRefOutput | None, field("Who sells the product, or the shop itself")
    ]


class SuggestionListOutput(TypedDict):
    results: Annotated[
        list[SuggestionOutput],
        field(
            "The best first",
            [
                {},
                {
                    "kind": "category",
                    "label": "Mugs",
                    "value": "mugs",
                    "url": None,
                    "parent": "Kitchen",
                    "image": None,
                    "price": None,
                    "price_max": None,
                    "was": None,
                    "retailer": None,
                },
            ],
        ),
    ]


def show_suggestion(suggestion: Suggestion) -> SuggestionOutput:
    card, shop = suggestion.card, suggestion.retailer
    return {
        "kind": suggestion.kind,
        "label": suggestion.label,
        "value": suggestion.value,
        "url": market_url(card.path) if card else shop.url if shop else None,
        "parent": suggestion.above,
        "image": show_image(suggestion.image, shop.schema_name, suggestion.label) if shop else None,
        "price": optional_money(card.money) if card else None,
        "price_max": optional_money(card.money_max) if card else None,
        "was": optional_money(card.money_was) if card else None,
        "retailer": {"slug": shop.slug, "name": shop.name, "url": shop.url} if shop else None,
    }


def show_facets(facets: Facets) -> FacetsOutput:
    return {
        "total": facets.total,
        "total_is_exact": facets.total_is_exact,
        "categories": [
            {**_show_choice(choice), "depth": choice.depth} for choice in facets.categories
        ],
        "brands": [_show_choice(choice) for choice in facets.brands],
        "retailers": [_show_choice(choice) for choice in facets.retailers],
        "availability": {"in_stock": facets.in_stock, "out_of_stock": facets.out_of_stock},
        "price": _show_prices(facets),
        "on_sale": facets.on_sale,
        "on_sale_is_exact": facets.on_sale_is_exact,
        "currencies": [
            {
                "value": choice.currency,
                "count": choice.count,
                "rated_on": choice.rated_on.isoformat() if choice.rated_on else None,
            }
            for choice in facets.currencies
        ],
    }


def _show_choice(choice: Choice) -> ChoiceOutput:
    return {"value": choice.value, "label": choice.label, "count": choice.count}


def _show_prices(facets: Facets) -> PriceFacetOutput:
    currency = facets.currency or settings.MARKET_CURRENCY
    lowest, highest = (
        None if amount is None else format_amount(amount, currency)
        for amount in (facets.price_min, facets.price_max)
    )
    return {"min": lowest, "max": highest, "currency": currency}
