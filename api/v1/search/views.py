"""What helps to find something: suggestions while somebody types, and what to narrow by."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import superseded_by
from api.joints.rest_framework import web_request
from api.parameters import refuse, single
from api.shops import ShopEndpoint
from api.v1.products.filters import (
    NARROWING,
    NARROWING_DOCUMENTS,
    SEARCH_DOCUMENTS,
    narrowed,
    read_filters,
)
from api.v1.products.outputs import FacetedPageOutput
from api.v1.products.views import ListEndpoint
from api.v1.search.outputs import FacetsOutput, SuggestionListOutput, show_facets, show_suggestion
from api.views import list_response
from marketplace.discovery.facets import Choice, Facets, facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import MarketCategory
from marketplace.discovery.queries import NO_CATEGORY
from marketplace.discovery.suggestions import suggest
from tenants.kernel.errors import NotFound

TYPED = OpenApiParameter("search", str, description="What was typed so far; empty: nothing")


class SuggestionsView(ShopEndpoint):
    query = frozenset({"search"})

    @extend_schema(
        operation_id="search_suggestions",
        summary="Products, categories, shops and brands that begin as typed",
        tags=["catalogue"],
        parameters=[TYPED],
        responses={200: SuggestionListOutput},
    )
    def get(self, request: Request) -> Response:
        typed = single(web_request(request).GET, "search") or ""
        suggestions = suggest(typed, retailer=self.shop.slug if self.shop else "")
        return list_response([show_suggestion(suggestion) for suggestion in suggestions])


class SearchView(ListEndpoint):
    @extend_schema(
        operation_id="search_products",
        summary="Products that fit some words, the best first",
        description="As `products/` with `search`, which must be there.",
        tags=["catalogue"],
        parameters=SEARCH_DOCUMENTS,
        responses={200: FacetedPageOutput},
    )
    def get(self, request: Request) -> Response:
        filters = read_filters(request)
        if not filters.search:
            raise refuse("search", gettext("Say what to search for."))
        return self.answer(request, filters)


class OlderSearchView(SearchView):
    @superseded_by("search/products/")
    @extend_schema(
        operation_id="search",
        summary="As `search/products/`",
        tags=["catalogue"],
        parameters=SEARCH_DOCUMENTS,
        responses={200: FacetedPageOutput},
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class FacetsEndpoint(ShopEndpoint):
    query = NARROWING

    def answer(self, filters: ListingFilters) -> Response:
        here = narrowed(filters, self.shop)
        return Response(show_facets(facets(here) if here else Facets()))


class FiltersView(FacetsEndpoint):
    @extend_schema(
        operation_id="search_filters",
        summary="How many products each choice of a filter would show",
        description="A filter is counted without itself and with all others.",
        tags=["catalogue"],
        parameters=NARROWING_DOCUMENTS,
        responses={200: FacetsOutput},
    )
    def get(self, request: Request) -> Response:
        return self.answer(read_filters(request))


class CategoryFiltersView(FacetsEndpoint):
    query = NARROWING - {"category"}
    shop_argument = ""  # `slug` is the category's

    @extend_schema(
        operation_id="categories_filters",
        summary="What to narrow a category by, with counts",
        description="`categories` are those that lie below it.",
        tags=["catalogue"],
        parameters=[parameter for parameter in NARROWING_DOCUMENTS if parameter.name != "category"],
        responses={200: FacetsOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        if not MarketCategory.objects.filter(slug=slug).exists():
            raise NotFound(NO_CATEGORY)
        here = narrowed(replace(read_filters(request), category=(slug,)), self.shop)
        counts = facets(here) if here else Facets()
        counts.categories = list(_below(slug, counts.categories))
        return Response(show_facets(counts))


def _below(slug: str, tree: list[Choice]) -> Iterator[Choice]:
    """Of choices in tree order those behind this one that lie deeper."""
    above: int | None = None
    for choice in tree:
        if above is not None and choice.depth <= above:
            return
        if above is not None:
            yield choice
        elif choice.value == slug:
            above = choice.depth
