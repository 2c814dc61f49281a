from marketplace.purchases.services import follow_order
from tenants.notices import order_changed


def connect() -> None:
    order_changed.connect(follow_order, dispatch_uid="purchases.follow_order")
