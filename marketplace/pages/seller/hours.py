"""When the shop is open: its week, days that differ, and public holidays to take over."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.pages.seller.hours_forms import SpecialDaysForm, WeekForm
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.shoppers import account_of
from marketplace.pages.shop.opening_hours import name_days, show_special_days, status_of
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.locks import hold
from tenants.kernel.opening_hours import ALL_DAY
from tenants.registry.models import Retailer, SpecialHours
from tenants.registry.opening_hours import (
    change_week,
    close_on_holidays,
    days_of,
    remove_special_days,
    save_special_days,
    special_rows,
    week_of,
)
from tenants.registry.public_holidays import Holiday, holidays_from, region_of, regions_of
from tenants.registry.timetables import timetable_of
from tenants.staff.gates import staff_page

PAGE = "seller-hours"
ALWAYS = {day: [ALL_DAY] for day in range(7)}


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def change_hours(request: HttpRequest) -> HttpResponse:
    """The week; a POST with `always` opens it around the clock, every day."""
    with transaction.atomic():
        retailer = _shop_of(request)
        form = WeekForm(request.POST or None, week=week_of(retailer))
        if request.method == "POST" and ("always" in request.POST or form.is_valid()):
            week = ALWAYS if "always" in request.POST else form.cleaned_data["week"]
            change_week(retailer=retailer, week=week, actor=account_of(request))
            messages.success(request, gettext("Your opening hours are saved."))
            return redirect(PAGE)
    today = _today(retailer)
    special = [
        {"row": row.pk, **show_special_days(days_of(row))}
        for row in special_rows(retailer, since=today)
    ]
    status = status_of(timetable_of(retailer))
    return show_form(
        request, "seller/hours.html", form, retailer=retailer, special=special, status=status
    )


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def change_special_days(request: HttpRequest, row: int | None = None) -> HttpResponse:
    """New ones without `row`."""
    with transaction.atomic():
        retailer = _shop_of(request)
        special = _special_of(retailer, row)
        form = SpecialDaysForm(request.POST or None, days=days_of(special) if special else None)
        if request.method == "POST" and form.is_valid() and _save(request, retailer, form, row):
            messages.success(request, gettext("Your opening hours are saved."))
            return redirect(PAGE)
    return show_form(request, "seller/special_days.html", form, retailer=retailer, special=special)


def _save(request: HttpRequest, retailer: Retailer, form: SpecialDaysForm, row: int | None) -> bool:
    actor = account_of(request)
    try:
        save_special_days(retailer=retailer, days=form.days(), row=row, actor=actor)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    return True


@staff_page("partner.change_partner")
@require_POST
def remove(request: HttpRequest, row: int) -> HttpResponse:
    retailer: Retailer = request.retailer  # type: ignore[attr-defined]
    try:
        remove_special_days(retailer=retailer, row=row, actor=account_of(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, gettext("These days are as usual again."))
    return redirect(PAGE)


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_holidays(request: HttpRequest) -> HttpResponse:
    """Those of the shop's country, or of a region of it, in the year to come."""
    retailer: Retailer = request.retailer  # type: ignore[attr-defined]
    choice = request.POST if request.method == "POST" else request.GET
    region = choice.get("region", region_of(retailer.country, retailer.state))
    holidays = holidays_from(
        _today(retailer), country=retailer.country, region=region, language=retailer.language
    )
    refusal = ""
    if request.method == "POST":
        chosen = [row for row in holidays if f"{row.day}" in request.POST.getlist("day")]
        try:
            return _close(request, retailer, chosen)
        except Refusal as problem:
            refusal = problem.sentence
    context = {
        "retailer": retailer,
        "region": region,
        "regions": regions_of(retailer.country),
        "holidays": _show_holidays(retailer, holidays),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "seller/holidays.html", context, status=status)


def _close(request: HttpRequest, retailer: Retailer, holidays: list[Holiday]) -> HttpResponse:
    rows = close_on_holidays(retailer=retailer, holidays=holidays, actor=account_of(request))
    sentence = ngettext(
        "On %(count)s day more you are closed.", "On %(count)s days more you are closed.", len(rows)
    )
    messages.success(request, sentence % {"count": len(rows)})
    return redirect(PAGE)


def _show_holidays(retailer: Retailer, holidays: list[Holiday]) -> list[dict[str, Any]]:
    """`is_special`: what happens on that day is said already."""
    special = [days_of(row) for row in special_rows(retailer, since=_today(retailer))]
    return [
        {
            "value": f"{holiday.day}",
            "day": name_days(holiday.day, holiday.day),
            "year": holiday.day.year,
            "name": holiday.name,
            "is_special": any(days.hold(holiday.day) for days in special),
        }
        for holiday in holidays
    ]


def _shop_of(request: HttpRequest) -> Retailer:
    """Read anew, locked by who saves a form: the one of the request may be seconds old."""
    is_post = request.method == "POST"
    rows = hold(Retailer.objects.all()) if is_post else Retailer.objects.all()
    return rows.get(pk=request.retailer.pk)  # type: ignore[attr-defined]


def _special_of(retailer: Retailer, row: int | None) -> SpecialHours | None:
    if row is None:
        return None
    special = SpecialHours.objects.filter(retailer=retailer, pk=row).first()
    if special is None:
        raise Http404
    return special


def _today(retailer: Retailer) -> date:
    return timezone.now().astimezone(retailer.zone).date()
