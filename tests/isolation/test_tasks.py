"""Every task has its row: in which schema it runs, and what it may touch there."""

import ast

from django.conf import settings

from tests.architecture.code import sources

# The schema that a task is enqueued in; it runs there and nowhere else (test_state.py).
TASKS = {
    "marketplace.accounts.tasks.send_code": "the host's schema; reads accounts in public",
    "marketplace.accounts.tasks.send_reset_link": "the same",
    "marketplace.accounts.tasks.send_email_change": "the same",
    "marketplace.accounts.tasks.send_registration": "the same",
    "marketplace.accounts.tasks.send_verification": "the same",
    "marketplace.accounts.tasks.tell_operators_of_application": "the market's, as it asks for them",
    "marketplace.notifications.tasks.deliver_mail": "a shop's, or public for the platform's mails",
    "marketplace.payments.tasks.send_order_link": "the host's schema; reads orders in public",
    "marketplace.purchases.tasks.tell_staff_of_order": "the shop's that has the order",
    "marketplace.purchases.tasks.tell_of_move": "the shop's that has the order",
    "marketplace.purchases.tasks.tell_staff_of_request": "the shop's that has the order",
    "marketplace.purchases.tasks.tell_of_answer": "the shop's that has the order",
    "tenants.feeds.tasks.forget_upload": "the shop's whose file it is",
    "tenants.feeds.tasks.run_import": "the shop's that the file was sent to, and its listings",
    "tenants.shop.catalogue.tasks.fetch_images": "the shop's, and its listings",
    "marketplace.discovery.tasks.follow_offers": "the shop's that has the offers, and its listings",
    "marketplace.discovery.tasks.follow_categories": "the shop's, and its listings",
    "marketplace.privacy.tasks.make_export": "public, and each shop that knows the person",
    "marketplace.privacy.tasks.forget_in_shops": "public, and each shop that knows the person",
}
# Chores begin in public; those of shops enter each by use_retailer.
CHORES = {
    "tenants.provisioning.spares.refill": "public, and the schemas that nobody has yet",
    "tenants.tasks.schedule.prune": "public",
    "tenants.staff.services.remove_expired": "every shop in turn",
    "tenants.shop.catalogue.tasks.enqueue_each_fetch": "every shop in turn",
    "marketplace.accounts.jobs.clear_expired": "public",
    "marketplace.requests.idempotency.delete_expired": "public",
    "marketplace.requests.tasks.forget_tries": "public",
    "marketplace.payments.confirmations.clear_expired": "public",
    "marketplace.activities.tasks.forget_old": "public",
    "marketplace.notifications.tasks.forget_old": "public",
    "marketplace.audit.jobs.forget_old": "public",
    "marketplace.privacy.jobs.forget_old_exports": "public",
    "marketplace.cart.tasks.clear_abandoned": "public, and the shop of each basket",
    "marketplace.purchases.quotes.clear_expired": "public",
    "cms.schedules.publish_due": "the market, and each shop one of whose pages has come due",
    "marketplace.discovery.jobs.refresh_rates": "public: rates, and the listings of all shops",
    "marketplace.discovery.jobs.follow_rates": "public: the listings of all shops",
    "marketplace.discovery.jobs.fold_counts": "public: the counts of all shops",
    "marketplace.discovery.jobs.learn_terms": "public: the words of all shops' listings",
    "marketplace.discovery.jobs.rewrite_listings": "each shop that a release marked in turn",
}


def test_every_task_has_its_row():
    found = {
        f"{path.removesuffix('.py').replace('/', '.')}.{node.name}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(map(is_task, node.decorator_list))
    }
    assert found == set(TASKS)


def is_task(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(made, ast.Name) and made.id == "task"


def test_every_chore_has_its_row():
    assert set(settings.PERIODIC_JOBS) == set(CHORES)
