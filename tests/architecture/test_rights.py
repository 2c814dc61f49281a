"""What somebody may do in a shop is asked as a permission; a role's name decides nothing.

Roles are named where they are defined (`tenants/staff`: the table of roles, memberships,
invitations), where the first owner is invited, and in the demo's cast. Elsewhere a role is only
carried along: into the audit trail, onto labels.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tenants.staff.models import Membership
from tests.architecture.code import ROOT, sources, walk

NAMED_IN = (
    "tenants/staff/",
    "marketplace/accounts/provisioning.py",  # invites the first owner
    "marketplace/demo/",
    "marketplace/pages/seller/staff.py",  # invites: the role that its form begins with
)
NAMES = {str(name) for name in Membership.Role.values}
LOOKUPS = {"filter", "exclude", "get"}
COMPARED = re.compile(r"\brole\b\s*(?:==|!=|\bin\b|\bnot in\b)")
TAG = re.compile(r"{%\s*(?:if|elif)\b[^%]*%}")


def decisions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, code) of what hangs on a role's name."""
    for node in walk(tree):
        if _compares_a_role(node) or _looks_a_role_up(node) or _names_a_role(node):
            yield node.lineno, ast.unparse(node)


def _compares_a_role(node: ast.AST) -> bool:
    """`user.role == "editor"`, `role in {...}`."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(_is_role(side) for side in sides) and any(_has_name(side) for side in sides)


def _is_role(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "role" or name.endswith("_role")


def _has_name(node: ast.AST) -> bool:
    return any(
        (isinstance(part, ast.Constant) and part.value in NAMES)
        or (isinstance(part, ast.Name) and part.id.isupper())
        for part in ast.walk(node)
    )


def _looks_a_role_up(node: ast.AST) -> bool:
    """`filter(role="owner")`, `filter(role__in=(...))`, but for a list of those with a right."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    roles = [word for word in node.keywords if (word.arg or "").partition("__")[0] == "role"]
    return node.func.attr in LOOKUPS and any(
        "roles_with(" not in ast.unparse(w.value) for w in roles
    )


def _names_a_role(node: ast.AST) -> bool:
    """`Membership.Role.OWNER`, `Role.OWNER`."""
    if not (isinstance(node, ast.Attribute) and node.attr.lower() in NAMES):
        return False
    return ast.unparse(node.value).rpartition(".")[2] == "Role"


def test_no_code_decides_by_a_roles_name():
    decisions_by_name = [
        f"{path}:{line}: {code}"
        for path, tree in sources().items()
        if not path.startswith(NAMED_IN)
        for line, code in decisions(tree)
    ]
    assert decisions_by_name == [], (
        "ask has_perm(...), or roles_with(...) where nobody is logged in"
    )


def test_no_template_decides_by_a_roles_name():
    decisions_by_name = [
        f"{file.relative_to(ROOT)}: {tag}"
        for file in (ROOT / "templates").rglob("*.*")
        for tag in TAG.findall(file.read_text(encoding="utf-8"))
        if COMPARED.search(tag) and any(f'"{name}"' in tag for name in NAMES)
    ]
    assert decisions_by_name == []


@pytest.mark.parametrize(
    ("source", "is_refused"),
    [
        ('user.role == "editor"', True),
        ('role not in {"owner", "manager"}', True),
        ('members.filter(role="owner")', True),
        ("members.filter(role__in=TOLD)", True),
        ("role in TOLD", True),
        ("x = Membership.Role.OWNER", True),
        ("Role.SUPPORT", True),
        ('members.filter(role__in=roles_with("order.change_order"))', False),
        ("move_order(order=order, role=user.role)", False),
        ('actor.has_perm("order.view_order")', False),
        ('kind == "support"', False),
    ],
)
def test_what_counts_as_one(source, is_refused):
    assert bool(list(decisions(ast.parse(source)))) is is_refused
