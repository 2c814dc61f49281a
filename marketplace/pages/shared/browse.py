"""Lists of products: browsing, searching, a shop's catalogue and its categories."""

from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from marketplace.discovery import queries, walks
from marketplace.discovery.addresses import category_path
from marketplace.discovery.cursors import BadCursor
from marketplace.discovery.facets import Facets, facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import MarketCategory
from marketplace.discovery.suggestions import read_words, suggest
from marketplace.pages.shared.heads import Head, head_of, words_of
from marketplace.pages.shared.links import with_query
from marketplace.pages.shared.shapes.cards import ORDERINGS, cards_of
from marketplace.pages.shared.shapes.filters import FILTERS, filters_of
from marketplace.pages.shared.shapes.readings import reading_of
from marketplace.pages.shared.shapes.suggestions import groups_of
from tenants.kernel.numbers import read_amount
from tenants.kernel.rates import tradable_currencies
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Category

Shape = dict[str, Any]
PAGE_SIZE = 24
# What makes of a list another one; all else that an address may carry changes nothing.
NARROWING = (*FILTERS, "cursor", "ordering", "q", "search", "exact")
LEADS = 8  # products that a search without results leads on to
LIST_TEMPLATE = "marketplace/browse/products.html"


class Browse:
    """What an address asks to see: `retailer` and `shop_category` (a path) narrow it."""

    def __init__(
        self, request: HttpRequest, *, retailer: Retailer | None = None, shop_category: str = ""
    ) -> None:
        self.request = request
        self.retailer = retailer or request.retailer  # type: ignore[attr-defined]
        self.shop_category = shop_category
        self.query: QueryDict = request.GET

    @property
    def words(self) -> str:
        return (self.query.get("q") or self.query.get("search") or "").strip()[:200]

    @property
    def is_exact(self) -> bool:
        return bool(self.query.get("exact"))

    @cached_property
    def filters(self) -> ListingFilters:
        ordering = self.query.get("ordering", "")
        return ListingFilters(
            search=self.words,
            is_exact=self.is_exact,
            category=self._categories(),
            brand=self._many("brand"),
            retailer=() if self.retailer else self._many("retailer"),
            shop=self.retailer.pk if self.retailer else None,
            shop_category=self.shop_category,
            price_min=self._amount("price_min"),
            price_max=self._amount("price_max"),
            currency=self.currency,
            in_stock=True if self.query.get("in_stock") else None,
            on_sale=True if self.query.get("on_sale") else None,
            at=timezone.now(),
            ordering=ordering if ordering in walks.ORDERINGS else "",
        )

    @property
    def currency(self) -> str:
        """What the filters' amounts are in: the shop's own, or the one chosen at the market."""
        if self.retailer:
            return str(self.retailer.currency)
        chosen = self.query.get("currency", "")
        return chosen if chosen in tradable_currencies() else settings.MARKET_CURRENCY

    def _categories(self) -> tuple[str, ...]:
        """With a category and one below it chosen, the lower one is meant."""
        chosen = self._many("category")
        if len(chosen) < 2:
            return chosen
        nodes = MarketCategory.objects.filter(slug__in=chosen).values_list("slug", "path")
        paths = dict(nodes)
        return tuple(
            slug
            for slug in chosen
            if slug not in paths
            or not any(path.startswith(f"{paths[slug]}/") for path in paths.values())
        )

    def _many(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.query.getlist(name)[:50] if value)

    def _amount(self, name: str) -> Decimal | None:
        """What is no amount is left out: a list is better than an error page."""
        return read_amount(self.query.get(name, ""))

    @cached_property
    def page(self) -> queries.Page:
        try:
            return queries.list_listings(self.filters, self.query.get("cursor"), PAGE_SIZE)
        except BadCursor:
            return queries.list_listings(self.filters, None, PAGE_SIZE)

    @cached_property
    def facets(self) -> Facets:
        return facets(self.filters)

    def context(self) -> Shape:
        return {
            "browse": self,
            "products": cards_of(self.request, self.page.results),
            "filters": filters_of(self),
            "orderings": self._orderings(),
            "pages": {
                "next": self._page_url(self.page.next),
                "previous": self._page_url(self.page.previous),
            },
            "query": self.words,
            "reading": self._reading(),
            "leads": self._leads(),
        }

    def _reading(self) -> Shape:
        """What was done to the words, and the address of the other way to search."""
        other = None if self.is_exact else "1"
        sentences = reading_of(self.page.words)
        is_told = bool(self.words) and (self.is_exact or bool(sentences))
        return {
            "sentences": sentences,
            "url": f"?{self.query_string(exact=other)}" if is_told else "",
            "is_exact": self.is_exact,
        }

    def _leads(self) -> list[Shape]:
        """The best rated, where nothing fits the words."""
        if not self.words or self.page.results:
            return []
        filters = ListingFilters(
            retailer=self.filters.retailer, shop=self.filters.shop, ordering="-rating"
        )
        return cards_of(self.request, queries.first_listings(filters, LEADS))

    def _page_url(self, cursor: str | None) -> str | None:
        return f"?{self.query_string(cursor=cursor)}" if cursor else None

    def _orderings(self) -> list[Shape]:
        current = queries.ordering_of(self.filters)
        return [
            {"value": value, "label": label, "current": value == current}
            for value, label in ORDERINGS.items()
            if value != "relevance" or self.words
        ]

    def query_string(self, **changes: Any) -> str:
        """The address's query with some of it changed or (None) left out; always from page one."""
        query = self.query.copy()
        query.pop("cursor", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return query.urlencode()

    def query_without(self, name: str, value: str) -> str:
        """The address's query with one of several values of a filter left out."""
        query = self.query.copy()
        query.pop("cursor", None)
        query.setlist(name, [item for item in query.getlist(name) if item != value])
        return query.urlencode()

    @property
    def is_indexable(self) -> bool:
        """Neither searched nor narrowed, but for one category that there is: a page of its own."""
        named = {name for name in NARROWING if self.query.get(name)}
        return not named or (named == {"category"} and bool(self.category_name))

    @property
    def is_over_all(self) -> bool:
        return self.retailer is None

    @property
    def category_name(self) -> str:
        """Of the one that is chosen; the facet has it already. "" for none, several or unknown."""
        chosen = self.filters.category
        if not self.is_over_all or len(chosen) != 1:
            return ""
        labels = {choice.value: choice.label for choice in self.facets.categories}
        return labels.get(chosen[0], "")

    def hidden_inputs(self, *, but: set[str]) -> list[Shape]:
        """Hidden inputs that carry the rest of the address along in another form."""
        skipped = but | {"cursor"}
        return [
            {"name": name, "value": value}
            for name in self.query
            if name not in skipped
            for value in self.query.getlist(name)
        ]


@require_safe
def list_products(request: HttpRequest) -> HttpResponse:
    browse = Browse(request)
    path = "/products" if browse.is_over_all else "/catalogue/"
    return _list(request, browse, title=_title(browse), path=path)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    browse = Browse(request)
    words = browse.words
    title = gettext("Results for “%(words)s”") % {"words": words} if words else gettext("Search")
    return _list(request, browse, title=title)


@require_safe
def list_category(request: HttpRequest, category_slug: str, pk: int) -> HttpResponse:
    """A category of the shop's own tree; the number decides, the words are for readers."""
    category = Category.objects.filter(pk=pk, is_public=True).first()
    if category is None:
        raise Http404
    url = category_url(category)
    if quote(request.path.rstrip("/")) != url.rstrip("/"):
        return redirect(with_query(request, url), permanent=True)
    line = [*category.get_ancestors(), category]
    names = " > ".join(level.name for level in line)
    crumbs = [{"title": gettext("All products"), "url": "/catalogue/"}]
    crumbs += [{"title": level.name, "url": category_url(level)} for level in line]
    children = category.get_children().filter(is_public=True).order_by("path")
    links = [{"name": child.name, "url": category_url(child)} for child in children]
    browse = Browse(request, shop_category=names)
    return _list(request, browse, title=category.name, crumbs=crumbs, categories=links, path=url)


def category_url(category: Category) -> str:
    return category_path(category.slug, category.pk)


def _title(browse: Browse) -> str:
    return browse.category_name or gettext("All products")


def _list(request: HttpRequest, browse: Browse, *, path: str = "", **context: Any) -> HttpResponse:
    if path and browse.is_indexable:
        context["head"] = _head(request, browse, path=path, title=context["title"])
    return render(request, LIST_TEMPLATE, browse.context() | context)


def _head(request: HttpRequest, browse: Browse, *, path: str, title: str) -> Head:
    if browse.retailer:
        words = gettext("%(products)s at %(shop)s.")
        about = words % {"products": title, "shop": browse.retailer.name}
        return head_of(
            request, title=title, path=path, description=f"{about} {words_of(browse.retailer)}"
        )
    words = gettext("%(products)s from independent shops: one search, one cart, one order.")
    query = (
        f"?{urlencode({'category': browse.filters.category[0]})}" if browse.category_name else ""
    )
    return head_of(
        request, title=title, path=f"{path}{query}", description=words % {"products": title}
    )


@require_safe
def suggest_options(request: HttpRequest) -> HttpResponse:
    """The answer to the search box, as options."""
    shop: Retailer | None = request.retailer  # type: ignore[attr-defined]
    words = read_words(request.GET.get("q", ""))
    suggestions = suggest(words, retailer=shop.slug if shop else "")
    context = {"words": words, "groups": groups_of(suggestions, in_shop=shop is not None)}
    return render(request, "components/suggestions.html", context)
