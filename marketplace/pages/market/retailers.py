"""The shops of the marketplace: their directory, and a page for each with its products."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from marketplace.discovery.models import Listing
from marketplace.pages.shared.browse import Browse
from marketplace.pages.shared.errors import shop_closed
from marketplace.pages.shared.heads import Head, crumb_facts, head_of, words_of
from marketplace.pages.shared.links import to_shop
from marketplace.pages.shared.pictures import logo_of, media_url, picture_of
from marketplace.pages.shared.shapes.carts import counter_of
from marketplace.pages.shared.shop_facts import shop_facts
from marketplace.pages.shop.opening_hours import hours_of, status_of
from tenants.kernel.money import Money
from tenants.kernel.opening_hours import Timetable
from tenants.registry.delivery_areas import write_area
from tenants.registry.models import Retailer
from tenants.registry.timetables import timetable_of, timetables_of

Shape = dict[str, Any]
PAGE_SIZE = 24
# Of a shop's products, for its card: it says that there are more.
MOST_COUNTED = 1000


@require_safe
def list_retailers(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(_search_shops(words), PAGE_SIZE).get_page(request.GET.get("page"))
    context: Shape = {
        "retailers": cards_of(list(page)),
        "words": words,
        "count": page.paginator.count,
        "pages": {
            "previous": _page_url(words, page.previous_page_number())
            if page.has_previous()
            else None,
            "next": _page_url(words, page.next_page_number()) if page.has_next() else None,
        },
    }
    if not words and page.number == 1:
        context["head"] = head_of(
            request,
            title=gettext("All shops"),
            path="/retailers",
            description=gettext("The independent shops of this marketplace, with what they sell."),
        )
    return render(request, "marketplace/browse/retailers.html", context)


def _search_shops(words: str) -> QuerySet[Retailer]:
    shops = Retailer.objects.active()
    for word in words.split():
        shops = shops.filter(
            Q(name__icontains=word)
            | Q(trade__icontains=word)
            | Q(city__icontains=word)
            | Q(tagline__icontains=word)
        )
    return shops.order_by("name", "id")


def _page_url(words: str, number: int) -> str:
    query = {"q": words} if words else {}
    return f"?{urlencode(query | {'page': str(number)})}"


def cards_of(shops: list[Retailer]) -> list[Shape]:
    """As components/retailer_card.html takes them; two statements."""
    on_sale = Listing.objects.filter(retailer=OuterRef("pk"), is_visible=True)
    with_picture = on_sale.exclude(images=[]).order_by("-is_featured", "-created_at", "-uuid")
    # In the order of an index, or PostgreSQL may look for a small shop's in the whole table.
    in_order = on_sale.order_by("created_at", "uuid").values("pk")
    rows = Retailer.objects.filter(pk__in=[shop.pk for shop in shops]).annotate(
        count=RowCount(in_order[: MOST_COUNTED + 1]),
        cover=Subquery(with_picture.values("images")[:1]),
    )
    facts = {row["pk"]: row for row in rows.values("pk", "count", "cover")}
    timetables = timetables_of(shops)
    return [_card(shop, facts[shop.pk], status_of(timetables[shop.pk])) for shop in shops]


class RowCount(Subquery):
    """Of a slice: however many rows there are, no more of them than that are looked at."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _card(shop: Retailer, facts: dict[str, Any], status: Shape | None) -> Shape:
    cover = picture_of(next(iter(facts["cover"] or []), None), shop)
    return {
        "name": shop.name,
        "url": f"/retailers/{shop.slug}",
        "tagline": shop.tagline,
        "city": shop.city,
        "cover": cover and cover | {"alt": ""},
        "product_count": min(facts["count"], MOST_COUNTED),
        "has_more_products": facts["count"] > MOST_COUNTED,
        "status": status,
    }


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Of one that was open once and is not now, that it is not."""
    shop = Retailer.objects.filter(slug=slug).exclude(opened_at=None).first()
    if shop is None:
        raise Http404
    if not shop.is_active:
        return shop_closed(request, shop)
    browse = Browse(request, retailer=shop)
    timetable = timetable_of(shop)
    context: Shape = {"shop": shop_of(shop), "hours": hours_of(timetable)}
    if browse.is_indexable:
        context["head"] = _head(request, shop, timetable)
    return render(request, "marketplace/browse/retailer.html", context | browse.context())


def _head(request: HttpRequest, shop: Retailer, timetable: Timetable) -> Head:
    crumbs = [{"title": gettext("All shops"), "url": "/retailers"}, {"title": shop.name}]
    return head_of(
        request,
        title=shop.name,
        path=f"/retailers/{shop.slug}",
        description=words_of(shop),
        image=media_url(shop, shop.logo),
        facts=[shop_facts(request, shop, timetable), crumb_facts(request, crumbs)],
    )


def shop_of(shop: Retailer) -> Shape:
    over = shop.free_delivery_over
    return {
        "name": shop.name,
        "slug": shop.slug,
        "tagline": shop.tagline,
        "trade": shop.trade,
        "logo": logo_of(shop),
        "url": to_shop(shop),
        "email": shop.contact.email,
        "phone": shop.contact.phone,
        "place": counter_of(shop),
        "delivers": shop.offers_delivery,
        "area": write_area(shop),
        "hands_over": shop.offers_pickup,
        "delivery_fee": Money(shop.delivery_fee, shop.currency),
        "free_delivery_over": None if over is None else Money(over, shop.currency),
    }
