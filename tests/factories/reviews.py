"""Reviews that a shop wanted hidden."""

from marketplace.reviews.hiding_requests import ask_to_hide, decide
from marketplace.reviews.models import ReviewCopy
from tenants.kernel.times import rfc3339
from tests.factories.accounts import make_customer, make_operator


def ask(retailer, review, *, user=None, text="It is about another shop"):
    """The request of this shop to hide the review of this UUID."""
    return ask_to_hide(
        retailer=retailer,
        uuid=review,
        reason="off_topic",
        text=text,
        user=user or make_customer(),
    )


def hide(retailer, review):
    """As an operator decides it."""
    request = ask(retailer, review)
    return decide_on(request, is_shown=False)


def decide_on(request, *, is_shown, note="Agreed", operator=None, read_at=None, state=""):
    """As the operator does who has read the review as it is now."""
    return decide(
        uuid=request.uuid,
        is_shown=is_shown,
        note=note,
        changed_at=read_at or read_at_now(request),
        operator=operator or make_operator(),
        state=state,
    )


def read_at_now(request):
    return rfc3339(ReviewCopy.objects.get(uuid=request.review).changed_at)
