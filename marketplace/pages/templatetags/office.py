"""The navigation of the pages for a shop's staff: {% load office %}{% office_nav %}."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.utils.translation import gettext_lazy as _

from marketplace.pages.shared.links import to_market
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.staff.gates import shop_path

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


class Section(NamedTuple):
    title: "StrOrPromise"
    icon: str
    url: str
    permission: str


SECTIONS = [
    Section(_("Overview"), "chart", "/seller/dashboard", ""),
    Section(_("Orders"), "receipt", "/seller/orders", "order.view_order"),
    Section(_("Returns"), "undo", "/seller/returns", "order.view_order"),
    Section(_("Products"), "box", "/seller/products", "partner.view_stockrecord"),
    Section(_("Categories"), "tag", "/seller/categories", "catalogue.change_category"),
    Section(_("Reviews"), "star", "/seller/reviews", "reviews.view_productreview"),
    Section(_("Website"), "palette", "/cms/", "wagtailadmin.access_admin"),
    Section(_("Where you deliver"), "truck", "/seller/delivery", "partner.change_partner"),
    Section(_("Opening hours"), "clock", "/seller/hours", "partner.change_partner"),
    Section(_("Shop details"), "store", "/seller/profile", "partner.change_partner"),
    Section(_("Staff"), "users", "/seller/staff", "staff.view_membership"),
    Section(_("Audit"), "list", "/seller/audit", "staff.view_auditentry"),
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
            "title": section.title,
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
    return Order.objects.filter(status__in=WAITING, awaits_payment=False).count()
