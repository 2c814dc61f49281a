"""Which modules are broken, and by which tests that should be noticed: the nearest first."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Area:
    name: str
    modules: dict[str, int]  # path: how many breaks
    tests: tuple[str, ...]
    always: dict[str, tuple[str, ...]] = field(default_factory=dict)  # path: breaks by their keys


def below(folder: str, names: str, most: int) -> dict[str, int]:
    return {f"{folder}/{name}.py": most for name in names.split()}


AREAS = [
    Area(
        "money",
        below("tenants/kernel", "money money_format rates numbers", 6)
        | below("tenants/shop/order", "amounts", 4)
        | below("tenants/shop/offer", "amounts", 4)
        | below("marketplace/purchases", "amounts", 5)
        | below("tenants/feeds", "amounts", 4),
        (
            "tests/kernel/test_money.py",
            "tests/kernel/test_numbers.py",
            "tests/kernel/test_rates.py",
            "tests/promotions/test_amounts.py",
            "tests/purchases/test_return_amounts.py",
            "tests/purchases/test_refunds_after_discounts.py",
            "tests/purchases/test_invoices.py",
            "tests/discovery/test_rates.py",
            "tests/pages/test_galleria_tags.py",
            "tests/feeds/test_cells.py",
            "tests/feeds/test_formats.py",
        ),
    ),
    Area(
        "orders",
        below("tenants/shop/order", "states services placement", 6)
        | below("tenants/shop/partner", "services", 6)
        | below("marketplace/purchases", "states services shop_orders claims locks checks", 4)
        | below("marketplace/purchases", "placement returns inspections invoices quotes changes", 5)
        | below("marketplace/purchases", "queries archive", 3),
        (
            "tests/shop",
            "tests/purchases",
            "tests/seller/test_orders.py",
            "tests/seller/test_returns.py",
            "tests/api/test_orders.py",
            "tests/api/test_returns.py",
            "tests/api/test_quotes.py",
            "tests/api/test_staff_orders.py",
            "tests/api/test_buying.py",
            "tests/promotions/test_ranges.py",
            "tests/promotions/test_fallen_discounts.py",
            "tests/payments",
            "tests/promotions/test_given_back.py",
            "tests/pages/test_own_shop.py",
            "tests/cart/test_limits.py",
            "tests/concurrency/test_sales.py",
            "tests/notifications/test_orders_told.py",
            "tests/concurrency/test_locks_taken.py",
        ),
        {
            "marketplace/purchases/returns.py": (
                "move_request: part dropped: to == ReturnRequest.Status.RECEIVED"
                " and source.status == states.DELIVERED -> to == ReturnRequest.Status.RECEIVED",
            )
        },
    ),
    Area(
        "payments",
        below("marketplace/payments", "states services refunds confirmations checkout preview", 5)
        | below("marketplace/payments", "confirmation_links delivery queries rate_limits", 3)
        | below("marketplace/payments/gateways", "__init__ cash", 4)
        | below("marketplace/payments", "mails", 4)
        | below("marketplace/purchases", "prints", 8),
        (
            "tests/payments",
            "tests/purchases/test_refunds_after_discounts.py",
            "tests/purchases/test_checkout.py",
            "tests/purchases/test_purged_shop.py",
            "tests/api/test_checkout.py",
            "tests/api/test_confirmation.py",
            "tests/api/test_returns.py",
            "tests/api/test_tracking.py",
            "tests/pages/test_checkout.py",
            "tests/pages/test_checkout_confirm.py",
            "tests/pages/test_two_tabs.py",
            "tests/concurrency/test_locks_taken.py",
        ),
        {
            "marketplace/payments/confirmation_links.py": (
                "find_confirmation: filter dropped: rows.filter(uuid=uuid, retailer=retailer)"
                " -> rows.filter(uuid=uuid)",
            )
        },
    ),
    Area(
        "offers",
        below("tenants/shop/offer", "combinations discounts benefits piece_prices lines", 4)
        | below("tenants/shop/offer", "services ranges candidates", 4)
        | below("tenants/shop/voucher", "services", 4)
        | below("marketplace/promotions", "services queries", 3)
        | below("marketplace/cart", "vouchers discounts", 3),
        (
            "tests/promotions",
            "tests/cart",
            "tests/api/test_codes.py",
            "tests/api/test_tracking.py",
            "tests/discovery/test_sales.py",
            "tests/discovery/test_listed.py",
            "tests/pages/test_vouchers.py",
            "tests/concurrency/test_vouchers.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "cart",
        below("marketplace/cart", "services items merges limits", 5)
        | below("marketplace/cart", "delivery baskets queries cookies shopper change_kinds", 3)
        | below("marketplace/cart", "reductions tasks", 8)
        | below("marketplace/purchases", "disclosures", 8),
        (
            "tests/cart",
            "tests/promotions/test_fallen_discounts.py",
            "tests/api/test_cart.py",
            "tests/pages/test_cart.py",
            "tests/concurrency/test_abandoned_carts.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "staff",
        below("tenants/staff", "gates roles services models invitations workplaces", 5)
        | below("tenants/shop", "guards", 4)
        | below("api", "staff shops", 4)
        | below("marketplace/pages/shared", "middleware", 2),
        (
            "tests/pages/test_readable.py",
            "tests/cms/test_odd_questions.py",
            "tests/seller/test_gates.py",
            "tests/shop/test_guards.py",
            "tests/tenants/test_staff.py",
            "tests/tenants/test_rights.py",
            "tests/seller/test_invitations.py",
            "tests/api/test_staff_gate.py",
            "tests/api/test_staff_orders.py",
            "tests/api/test_product_writing.py",
            "tests/audit/test_reading.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "requests",
        below("marketplace/requests", "throttles idempotency clients redaction", 5)
        | below("marketplace/requests", "caches", 3)
        | below("marketplace/requests", "logs", 8)
        | below("marketplace/requests/counts", "tries database shared_memory", 3),
        (
            "tests/requests",
            "tests/runtime/test_logs.py",
            "tests/runtime/test_redaction.py",
            "tests/api/test_ratelimit.py",
            "tests/api/test_login_limits.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "logins",
        below("marketplace/accounts/logins", "tokens second_factor passwords handoff", 5)
        | below("marketplace/accounts/logins", "sessions freshness devices credentials", 3)
        | below("marketplace/accounts/proofs", "challenges email_change registration", 4)
        | below("marketplace/accounts/proofs", "verification invitations", 4)
        | below("marketplace/accounts/social", "id_tokens services authorizations", 4)
        | below("marketplace/cart", "logins", 3)
        | below("api", "auth", 4),
        (
            "tests/api/test_second_factor.py",
            "tests/api/test_tokens.py",
            "tests/api/test_sessions.py",
            "tests/api/test_passwords.py",
            "tests/api/test_guessing.py",
            "tests/api/test_accounts.py",
            "tests/api/test_email_change.py",
            "tests/api/test_social.py",
            "tests/api/test_login_limits.py",
            "tests/pages/test_logins.py",
            "tests/pages/test_registration.py",
            "tests/pages/test_handoff.py",
            "tests/pages/test_step_up.py",
            "tests/pages/test_second_factor.py",
            "tests/pages/test_social.py",
            "tests/pages/test_login_codes.py",
            "tests/pages/test_auth.py",
            "tests/seller/test_invitations.py",
            "tests/cart/test_cookies.py",
            "tests/audit/test_entries.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "registry",
        below("tenants/kernel", "identity ids", 4)
        | below("tenants/registry", "middleware gate context names services states", 5)
        | below("tenants/registry", "models outages hosts", 3),
        (
            "tests/kernel/test_identity.py",
            "tests/kernel/test_spellings.py",
            "tests/kernel/test_ids.py",
            "tests/tenants/test_names.py",
            "tests/tenants/test_retailers.py",
            "tests/tenants/test_hosts.py",
            "tests/tenants/test_gate.py",
            "tests/tenants/test_services.py",
            "tests/tenants/test_limits.py",
            "tests/tenants/test_outages.py",
            "tests/tenants/test_schemas.py",
            "tests/cms/test_approvals.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "feeds",
        below("tenants/feeds", "cells csv_rows archives headings rows services files uploads", 4)
        | below("tenants/feeds/formats", "base assembly shopify", 3),
        ("tests/feeds", "tests/api/test_imports.py"),
    ),
    Area(
        "discovery",
        below("marketplace/discovery", "projection queries walks facets filters search cursors", 5)
        | below("marketplace/discovery", "listings sales cards price_spans services locks", 4)
        | below("marketplace/discovery", "suggestions category_matches rates", 3)
        | below("tenants/shop", "announcements", 8),
        (
            "tests/discovery/test_lists.py",
            "tests/discovery/test_search.py",
            "tests/discovery/test_projection.py",
            "tests/discovery/test_listed.py",
            "tests/discovery/test_many_matches.py",
            "tests/discovery/test_edits.py",
            "tests/discovery/test_sales.py",
            "tests/discovery/test_rates.py",
            "tests/discovery/test_categories.py",
            "tests/discovery/test_rebuild.py",
            "tests/api/test_catalogue.py",
            "tests/api/test_wishlist.py",
            "tests/pages/test_browse.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "privacy",
        below("marketplace/privacy", "erasure exports stages", 5)
        | below("marketplace/purchases", "personal", 3)
        | below("marketplace/accounts", "personal", 3)
        | below("tenants/shop", "personal", 4)
        | below("tenants/registry", "people", 8),
        (
            "tests/privacy",
            "tests/api/test_my_data.py",
            "tests/api/test_account_erasure.py",
            "tests/concurrency/test_locks_taken.py",
        ),
        {
            "marketplace/privacy/erasure.py": (
                "forget_everywhere: call dropped: _forget_once(_lock(user))",
            )
        },
    ),
    Area(
        "tasks",
        below("tenants/tasks", "runner worker reaper schedule backend bounds", 4),
        (
            "tests/tenants/test_task_queue.py",
            "tests/tenants/test_tasks.py",
            "tests/tenants/test_bounds.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "edges",
        below("api", "conditional pagination deprecation errors", 4)
        | below("marketplace/reviews", "services moderation hiding_requests", 3)
        | below("marketplace/wishlists", "services", 3)
        | below("marketplace/requests", "entity_tags", 4),
        (
            "tests/api/test_conditional.py",
            "tests/requests/test_entity_tags.py",
            "tests/api/test_deprecation.py",
            "tests/api/test_frame.py",
            "tests/api/test_catalogue.py",
            "tests/api/test_errors.py",
            "tests/api/test_orders.py",
            "tests/api/test_reviews.py",
            "tests/pages/test_reviews.py",
            "tests/seller/test_reviews.py",
            "tests/api/test_wishlist.py",
            "tests/api/test_contract.py",
        ),
    ),
    Area(
        "provisioning",
        below("tenants/provisioning", "locks rights spares", 3)
        | below("tenants/provisioning", "services followers clone template broadcast", 2)
        | below("tenants/provisioning", "ddl definitions recorder schema_migrations", 1),
        (
            "tests/tenants/test_clone.py",
            "tests/tenants/test_claim.py",
            "tests/tenants/test_rights.py",
            "tests/tenants/test_preparing.py",
            "tests/tenants/test_migrating.py",
            "tests/tenants/test_baseline.py",
            "tests/tenants/test_services.py",
            "tests/cms/test_provisioning.py",
            "tests/cms/test_approvals.py",
        ),
    ),
    Area(
        "forms",
        below("tenants/kernel", "record_forms", 8),
        (
            "tests/kernel/test_record_forms.py",
            "tests/seller/test_old_pages.py",
            "tests/pages/test_old_pages.py",
        ),
    ),
    Area("runtime", below("marketplace/runtime", "revival", 8), ("tests/runtime/test_revival.py",)),
    Area(
        "joints",
        below("tenants/joints", "django django_tenants schemas", 4)
        | below("tenants/joints", "django_tasks psycopg2 wagtail", 2)
        | below("marketplace/joints", "simplejwt", 3)
        | below("tenants/kernel", "locks", 4)
        | below("tenants/postgresql", "base limits powers", 3),
        (
            "tests/joints",
            "tests/notifications/test_notify.py",
            "tests/cms/test_odd_questions.py",
            "tests/outages/test_sessions.py",
            "tests/tenants/test_connection.py",
            "tests/tenants/test_limits.py",
            "tests/tenants/test_powers.py",
            "tests/tenants/test_rights.py",
            "tests/tenants/test_task_queue.py",
            "tests/isolation/test_schemas.py",
            "tests/isolation/test_state.py",
            "tests/api/test_key_rotation.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "storefronts",
        below("cms", "front library refusals selections documents redirects hosts", 3)
        | below("cms", "provisioning wagtail_hooks", 2)
        | below("cms", "approvals schedules links addresses receivers seeds placeholders", 3)
        | below("cms/theme", "services views models", 2)
        | below("cms/blocks", "hero products pictures categories shops", 2)
        | below("cms/pages", "content home market", 1)
        | below("tenants/kernel", "pictures rich_text", 4),
        (
            "tests/cms",
            "tests/kernel/test_pictures.py",
            "tests/kernel/test_hostile_pictures.py",
            "tests/kernel/test_rich_text.py",
        ),
    ),
    Area(
        "pages",
        below("marketplace/pages/shared", "cart checkout checkout_form confirmation", 2)
        | below("marketplace/pages/shared", "links hosts departures preview_gate", 3)
        | below("marketplace/pages/shared", "reviews", 1)
        | below("marketplace/pages/shared/shapes", "orders", 2)
        | below("marketplace/pages/account", "auth step_up second_factor handoff orders", 2)
        | below("marketplace/pages/account", "returns devices personal_data email_change", 1)
        | below("marketplace/pages/account", "invitations forms", 1)
        | below("marketplace/pages/seller", "staff products orders returns", 2)
        | below("marketplace/pages/operators", "desk admin_site", 2)
        | below("marketplace/pages/market", "own_shop", 2),
        (
            "tests/pages",
            "tests/seller",
            "tests/isolation/test_signed.py",
            "tests/concurrency/test_old_pages.py",
        ),
    ),
    Area(
        "audit",
        below("marketplace/audit", "services queries jobs personal", 5),
        (
            "tests/audit",
            "tests/api/test_my_data.py",
        ),
    ),
    Area(
        "told",
        below("marketplace/notifications", "services models kinds choices tasks", 4)
        | below("marketplace/purchases", "tasks mails", 4)
        | below("marketplace/accounts", "shop_mails", 4),
        (
            "tests/notifications",
            "tests/cms/test_approvals.py",
            "tests/seller/test_reviews.py",
            "tests/api/test_me.py",
            "tests/pages/test_account_settings.py",
            "tests/concurrency/test_locks_taken.py",
        ),
    ),
    Area(
        "places",
        below("tenants/kernel/postal", "checks fields lines postcodes spellings words", 4)
        | below("tenants/kernel/postal", "subdivisions place_names rules", 4)
        | below("tenants/kernel", "zones towns opening_hours normal_forms slugs", 5)
        | below("tenants/registry", "delivery_areas delivery_reach addresses timetables", 5),
        (
            "tests/kernel",
            "tests/tenants/test_delivery_areas.py",
            "tests/tenants/test_opening_hours.py",
            "tests/tenants/test_shop_addresses.py",
            "tests/tenants/test_services.py",
            "tests/api/test_addresses.py",
            "tests/api/test_delivery_addresses.py",
            "tests/pages/test_checkout_addresses.py",
            "tests/seller/test_hours.py",
        ),
    ),
    Area(
        "api",
        below("api/v1/checkout", "views", 3)
        | below("api/v1/orders", "views", 3)
        | below("api/v1/staff_orders", "views", 3)
        | below("api/v1/returns", "views", 3)
        | below("api/v1/products", "views filters", 2)
        | below("api/v1/imports", "views", 2)
        | below("api/v1/me", "views inputs", 1)
        | {
            f"api/v1/{noun}/views.py": 1
            for noun in (
                "auth sessions second_factor passwords email_change verification my_data"
                " cart cart_merges quotes vouchers codes payments promotions"
                " reviews moderation addresses applications oscar oscar/orders oscar/logins"
            ).split()
        },
        (
            "tests/api/test_checkout.py",
            "tests/api/test_confirmation.py",
            "tests/api/test_orders.py",
            "tests/api/test_order_tracking.py",
            "tests/api/test_staff_orders.py",
            "tests/api/test_returns.py",
            "tests/api/test_product_writing.py",
            "tests/api/test_catalogue.py",
            "tests/api/test_imports.py",
            "tests/api/test_me.py",
            "tests/api/test_inputs.py",
            "tests/api/test_tokens.py",
            "tests/api/test_accounts.py",
            "tests/api/test_sessions.py",
            "tests/api/test_second_factor.py",
            "tests/api/test_passwords.py",
            "tests/api/test_email_change.py",
            "tests/api/test_my_data.py",
            "tests/api/test_cart.py",
            "tests/api/test_quotes.py",
            "tests/api/test_codes.py",
            "tests/api/test_buying.py",
            "tests/api/test_tracking.py",
            "tests/api/test_reviews.py",
            "tests/api/test_addresses.py",
            "tests/api/test_oscar_flows.py",
            "tests/api/test_oscar_door.py",
            "tests/api/test_contract.py",
            "tests/payments/test_paid_ahead.py",
        ),
        {
            "api/v1/checkout/views.py": (
                "place_once: entry dropped: {'host': host, 'body': body} -> {'body': body}",
            )
        },
    ),
]
