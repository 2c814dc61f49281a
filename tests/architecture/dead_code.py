"""Code that nothing calls: `python -m tests.architecture.dead_code`, a part of `make lint`.

vulture reads Python alone. Names that templates use, and those in dotted texts (tasks, chores,
settings), count as used here too; what frameworks call by a name of theirs is in `CALLED`.
"""

import re
import sys

from vulture import Vulture

from tests.architecture.code import ROOT

CODE = ["marketplace", "tenants", "cms", "api", "manage.py"]
# Imports are ruff's, fields and settings mostly frameworks'.
KINDS = {"function", "method", "property", "class", "unreachable_code"}
# Called by a name of theirs: whose, and the names.
CALLED = [
    # Django's forms and REST framework's serializers, one method a field
    *("clean_*", "validate", "validate_*"),
    # its apps, commands, middleware, fields, managers, routers
    *(
        "*Config",
        "add_arguments",
        "process_view",
        "process_exception",
        "pre_save",
        "get_by_natural_key",
    ),
    *("create_superuser", "allow_migrate", "MarketOnlyExact"),
    # its sessions and mails
    *("get_model_class", "_get_session_from_db", "get_expiry_age", "get_session_store_class"),
    "send_messages",
    # its admin
    *("has_*permission", "save_model", "save_related", "view_on_site", "password_change*"),
    # REST framework, simplejwt, spectacular, PyYAML
    *("authenticate_header", "get_verifying_key", "token_backend", "*Scheme", "ignore_aliases"),
    *("get_security_definition", "get_description", "is_deprecated", "get_examples"),
    *("select_parser", "select_renderer"),
    *("*Component", "_matches", "get_name", "map_serializer"),
    # Oscar's baskets and offers
    *("*_offer_discount", "quantity_available_for_offer", "all_lines"),
    # django-tasks, fpdf2, gunicorn, html.parser, openpyxl
    *(
        "_atask_to_db_task",
        "_preload_bidirectional_text",
        "when_ready",
        "post_worker_init",
        "wait_closed",
        "handle_*tag",
        "handle_data",
        "read_strings",
    ),
    # Wagtail, by a decorator; a process that the supervisor starts with a text of code; a tool of
    # `make baseline`, beside what reads its files
    *("leave_out_people", "refuse_reserved", "refuse_unfilled", "checkpoint", "write_snapshot"),
    # Wagtail's pages and what it asks them
    *(
        "permissions_for_user",
        "can_unpublish",
        "can_delete",
        "can_move",
        "save_revision",
        "defer_required_fields",
    ),
    # models whose rows only SQL reads or writes, or whose table a parent demands
    *("CategoryCount", "ListedPrice", "Term", "InvoiceSeries", "StockAlert", "LinePrice"),
    # not raised, told beside a code: its page of problems is made from it
    "VoucherOutdone",
]
DOTTED = re.compile(r"""["'][\w.]+\.(\w+)["']""")
TAGS = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def names_in_templates() -> set[str]:
    files = (ROOT / "templates").rglob("*.*")
    tags = [tag for file in files for tag in TAGS.findall(file.read_text(encoding="utf-8"))]
    return set(re.findall(r"\w+", " ".join(tags)))


def names_in_texts() -> set[str]:
    files = [file for folder in CODE for file in (ROOT / folder).rglob("*.py")]
    return {name for file in files for name in DOTTED.findall(file.read_text(encoding="utf-8"))}


def find_unused() -> list[str]:
    vulture = Vulture(ignore_names=CALLED)
    vulture.scavenge([str(ROOT / part) for part in CODE], exclude=["*/migrations/*"])
    vulture.used_names |= names_in_templates() | names_in_texts()
    unused = vulture.get_unused_code(min_confidence=60)
    return [item.get_report() for item in unused if item.typ in KINDS]


if __name__ == "__main__":
    unused = find_unused()
    print("\n".join(unused) or "No dead code.")
    sys.exit(bool(unused))
