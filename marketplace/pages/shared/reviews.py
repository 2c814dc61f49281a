"""Reviews on a product's page, and the forms that write, find helpful and report."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.discovery.addresses import product_path
from marketplace.discovery.models import Listing
from marketplace.discovery.queries import find_on_sale
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.throttles import hit_person
from marketplace.reviews import queries, services
from marketplace.reviews.models import ReviewCopy
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.record_forms import RecordForm
from tenants.shop.catalogue.reviews.services import AddressNotProven

Shape = dict[str, Any]
FIRST = 4
PAGE_SIZE = 20
HELPFUL_FIRST = ("-helpful_count", "-id")


class ReviewForm(forms.Form):
    score = forms.IntegerField(
        label=_("How many stars?"),
        min_value=1,
        max_value=5,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Choose one to five stars.")
        ),
    )
    title = forms.CharField(label=_("In a few words"), max_length=255, required=False)
    body = forms.CharField(
        label=_("What do you think?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="review-%s", **kwargs)


class ChangedReviewForm(RecordForm, ReviewForm):
    """Of a review that is there."""


def reviews_of(listing: Listing) -> Shape:
    """For the product's page: two statements, none for a product that nobody has reviewed."""
    if not listing.rating_count:
        return {"count": 0, "results": []}
    reviews = queries.reviews().filter(product=listing.uuid)
    rows = [review_of(review) for review in reviews.order_by(*HELPFUL_FIRST)[:FIRST]]
    return summary_of(queries.summary(reviews)) | {
        "results": rows,
        "more_url": reverse("product-reviews", args=[listing.uuid]),
    }


def own_review(user: User, listing: Listing) -> Shape:
    """The form for what the customer says about it; `own` None: nothing yet."""
    review = queries.reviews_by(user).filter(product=listing.uuid).first()
    return _change_of(review) if review else _new_review(ReviewForm())


def _new_review(form: ReviewForm) -> Shape:
    return {"own": None, "review_form": form, "review_heading": gettext("Write a review")}


def _change_of(review: ReviewCopy, data: Any = None) -> Shape:
    """`is_shown` False: the shop hid it. With `data`, which the form is bound to, it is locked."""
    values = {name: getattr(review, name) for name in ReviewForm.base_fields}
    form = ChangedReviewForm(data, initial=values)
    return {
        "own": {"id": review.uuid, "is_shown": review.is_shown},
        "review_form": form,
        "review_heading": gettext("Change your review"),
    }


def summary_of(summary: queries.Summary) -> Shape:
    bars = [
        {"score": score, "count": number, "percent": 100 * number // max(summary.count, 1)}
        for score, number in summary.histogram.items()
    ]
    return {"average": summary.average, "count": summary.count, "bars": bars}


def review_of(review: ReviewCopy) -> Shape:
    return {
        "id": review.uuid,
        "score": review.score,
        "stars": range(review.score),
        "title": review.title,
        "body": review.body,
        "author": queries.author_of(review) or gettext("A customer"),
        "author_id": review.user_id,
        "is_verified": review.is_verified,
        "helpful_count": review.helpful_count,
        "at": review.created_at,
    }


@require_safe
def list_reviews(request: HttpRequest, product: UUID) -> HttpResponse:
    listing = _listing(request, product)
    reviews = queries.reviews().filter(product=listing.uuid)
    summary = queries.summary(reviews)
    paginator = Paginator(reviews.order_by("-id"), PAGE_SIZE)
    paginator.count = summary.count  # else it would count them once more
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "product": _product_of(listing),
        "reviews": summary_of(summary) | {"results": [review_of(r) for r in page]},
        "pages": {
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else None,
            "next": f"?page={page.next_page_number()}" if page.has_next() else None,
        },
    }
    return render(request, "marketplace/browse/product_reviews.html", context)


def _listing(request: HttpRequest, product: UUID) -> Listing:
    try:
        return find_on_sale(
            product=product,
            retailer=request.retailer,  # type: ignore[attr-defined]
        )
    except NotFound as refusal:
        raise Http404 from refusal


def _product_of(listing: Listing) -> Shape:
    path = product_path(listing.slug, listing.short_id)
    return {"id": listing.uuid, "title": listing.title, "url": path}


@login_required
@require_POST
def write(request: HttpRequest, product: UUID) -> HttpResponse:
    listing = _listing(request, product)

    def save() -> Shape:
        form = ReviewForm(request.POST)
        publish = partial(services.write, user=account_of(request), product=listing.uuid)
        _publish(form, publish)
        return _new_review(form)

    return _save(request, listing, save, gettext("Thank you. Your review is here now."))


@login_required
@require_POST
def change(request: HttpRequest, product: UUID, uuid: UUID) -> HttpResponse:
    """One's own; somebody else's is not there."""
    listing = _listing(request, product)
    own: dict[str, Any] = {"user": account_of(request), "uuid": uuid, "retailer": listing.retailer}

    @transaction.atomic
    def save() -> Shape:
        context = _change_of(services.hold_own(**own), request.POST)
        _publish(context["review_form"], partial(services.change, **own))
        return context

    return _save(request, listing, save, gettext("Your review is changed."))


def _publish(form: ReviewForm, save: Callable[..., object]) -> None:
    """Who has to prove her address first keeps what she typed, in the form."""
    if form.is_valid():
        try:
            save(**form.cleaned_data)
        except AddressNotProven as refusal:
            form.add_error(None, refusal.sentence)


def _save(
    request: HttpRequest, listing: Listing, save: Callable[[], Shape], thanks: str
) -> HttpResponse:
    """`save` gives what the form's page shows; with errors nothing was saved."""
    try:
        tries = hit_person("review", account=request.user, request=request)
        context = save()
        if context["review_form"].errors:
            tries.give_back()
            return _ask_again(request, listing, context)
        messages.success(request, thanks)
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{product_path(listing.slug, listing.short_id)}#reviews")


def _ask_again(request: HttpRequest, listing: Listing, context: Shape) -> HttpResponse:
    context = context | {"product": _product_of(listing)}
    return render(request, "marketplace/browse/review.html", context, status=422)


@login_required
@require_POST
def mark_helpful(request: HttpRequest, uuid: UUID) -> HttpResponse:
    thanks = gettext("You found it helpful.")
    return _mark(request, uuid, "helpful", thanks, services.find_helpful)


@login_required
@require_POST
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:300]
    thanks = gettext("The shop's staff will look at it.")
    return _mark(request, uuid, "report", thanks, partial(services.report, reason=reason))


def _mark(
    request: HttpRequest, uuid: UUID, what: str, thanks: str, mark: Callable[..., object]
) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    try:
        review = queries.find_review(uuid=uuid, retailer=retailer)
        hit_person(what, account=request.user, request=request)
        mark(user=account_of(request), uuid=uuid, retailer=retailer)
        messages.success(request, thanks)
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("product-reviews", review.product)
