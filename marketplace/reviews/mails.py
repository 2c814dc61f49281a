"""Who hears what operators decided about a review. In the marketplace's name."""

from typing import Any

from marketplace.accounts.shop_mails import owners_of
from marketplace.discovery.models import Listing
from marketplace.notifications.services import Recipient, notify
from marketplace.reviews.models import HidingRequest, ReviewCopy


def tell_decision(request: HidingRequest, *, was_hidden: bool) -> None:
    """The shop's owners, who asked, and the review's author."""
    copies = ReviewCopy.objects.select_related("user__profile")
    review = copies.get(uuid=request.review)
    data = _data(request, review, was_hidden=was_hidden)
    link = f"{request.retailer.url}/seller/reviews"
    notify(f"review_{request.state}_for_shop", _at_shop(request), data | {"link": link})
    if review.user.is_active:
        notify(f"review_{request.state}", Recipient.of(review.user), data)


def _at_shop(request: HidingRequest) -> list[Recipient]:
    recipients = {person.email: person for person in owners_of(request.retailer)}
    if request.asked_by and request.asked_by.is_active:
        asker = Recipient.of(request.asked_by, language=request.retailer.language)
        recipients.setdefault(asker.email, asker)
    return list(recipients.values())


def _data(request: HidingRequest, review: ReviewCopy, *, was_hidden: bool) -> dict[str, Any]:
    title = Listing.objects.filter(uuid=review.product).values_list("title", flat=True).first()
    return {
        "shop": request.retailer.name,
        "product": title or request.retailer.name,
        "score": review.score,
        "title": review.title,
        "note": request.note,
        "state": request.state,
        "was_hidden": was_hidden,
    }
