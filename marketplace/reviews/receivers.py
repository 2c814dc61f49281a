from marketplace.reviews.services import follow_review
from tenants.registry.notices import review_changed


def connect() -> None:
    review_changed.connect(follow_review, dispatch_uid="reviews.follow_review")
