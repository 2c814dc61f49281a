from marketplace.accounts.notices import email_verified
from marketplace.purchases.claims import follow_verification
from marketplace.purchases.services import follow_order
from tenants.registry.notices import order_changed


def connect() -> None:
    order_changed.connect(follow_order, dispatch_uid="purchases.follow_order")
    email_verified.connect(follow_verification, dispatch_uid="purchases.follow_verification")
