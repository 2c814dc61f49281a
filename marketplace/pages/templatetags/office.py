"""The navigation of the pages for a shop's staff: {% load office %}{% office_nav %}."""

from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext, gettext_noop

from marketplace.pages.shared.links import to_market
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.staff.gates import shop_path

register = template.Library()


class Section(NamedTuple):
    title: str
    icon: str
    url: str
    permission: str


SECTIONS = [
    Section(gettext_noop("Overview"), "chart", "/seller/dashboard", ""),
    Section(gettext_noop("Orders"), "receipt", "/seller/orders", "order.view_order"),
    Section(gettext_noop("Returns"), "undo", "/seller/returns", "order.view_order"),
    Section(gettext_noop("Products"), "box", "/seller/products", "partner.view_stockrecord"),
    Section(gettext_noop("Categories"), "tag", "/seller/categories", "catalogue.change_category"),
    Section(gettext_noop("Reviews"), "star", "/seller/reviews", "reviews.view_productreview"),
    Section(gettext_noop("Website"), "palette", "/cms/", "wagtailadmin.access_admin"),
    Section(gettext_noop("Shop details"), "store", "/seller/profile", "partner.change_partner"),
    Section(gettext_noop("Staff"), "users", "/seller/staff", "staff.view_membership"),
]
WAITING = (states.PENDING, states.PAID)


@register.simple_tag(takes_context=True)
def own_shop_url(context: template.Context) -> str:
    """Where staff see how their shop stands; the login goes along to the marketplace's host."""
    request = context["request"]
    return to_market(request, shop_path(request.retailer))


@register.simple_tag(takes_context=True)
def office_nav(context: template.Context) -> list[dict[str, Any]]:
    """[{title, icon, url, current, count}]: the sections that this member's role may open."""
    request = context["request"]
    open_to = [section for section in SECTIONS if _may_open(request.user, section)]
    return [
        {
            "title": gettext(section.title),
            "icon": section.icon,
            "url": section.url,
            "current": request.path.startswith(section.url),
            "count": _count_waiting() if section.url == "/seller/orders" else None,
        }
        for section in open_to
    ]


def _may_open(user: Any, section: Section) -> bool:
    return not section.permission or user.has_perm(section.permission)


def _count_waiting() -> int:
    return Order.objects.filter(status__in=WAITING).count()
