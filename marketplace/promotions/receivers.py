from marketplace.promotions.services import follow_offers
from tenants.registry.notices import offers_changed


def connect() -> None:
    offers_changed.connect(follow_offers, dispatch_uid="promotions.follow_offers")
