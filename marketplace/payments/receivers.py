from marketplace.payments.services import follow_order
from tenants.registry.notices import order_changed


def connect() -> None:
    order_changed.connect(follow_order, dispatch_uid="payments.follow_order")
