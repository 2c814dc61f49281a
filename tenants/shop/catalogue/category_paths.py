"""The categories of whole paths of names, many at once: what an import needs."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext

from tenants.kernel.errors import Invalid
from tenants.kernel.slugs import make_slug
from tenants.shop.catalogue.models import Category
from tenants.shop.catalogue.services import announce_categories

DEEPEST = 6  # levels


def category_ids(paths: Iterable[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """The category of each path of names, made with its ancestors where missing,
    in the order of the file.

    Names are compared without regard to case and spaces, so that "home" is not a second
    "Home". Those made are announced together, and so mapped to the marketplace's.
    """
    distinct = list(dict.fromkeys(tuple(path) for path in paths))
    if not distinct:
        return {}
    tree = _tree()
    new_categories: list[Category] = []
    ids = {path: _category_at(path, tree, new_categories) for path in distinct}
    if new_categories:
        announce_categories(new_categories)
    return ids


@transaction.atomic
def make_category(*, path: Sequence[str]) -> str:
    """Make the category at this path of names where it is missing; its path, as it is called.

    Raises Invalid (on the field "path").
    """
    names = [" ".join(name.split()) for name in path]
    if not 1 <= len(names) <= DEEPEST or not all(0 < len(name) <= 120 for name in names):
        message = gettext(
            "Use up to %(deepest)s names of up to 120 letters, with “>” between them."
        ) % {"deepest": DEEPEST}
        raise Invalid(fields={"path": [message]})
    category = Category.objects.get(pk=category_ids([names])[tuple(names)])
    return " > ".join([*(ancestor.name for ancestor in category.get_ancestors()), category.name])


def find_category_ids(paths: Iterable[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """The category of each path of names that is there, compared likewise; makes none."""
    tree = _tree()
    ids = {}
    for path in paths:
        at: int | None = None
        for name in path:
            at = tree.get((at, _fold(name)))
            if at is None:
                break
        if at is not None:
            ids[tuple(path)] = at
    return ids


def _tree() -> dict[tuple[int | None, str], int]:
    """{(parent's id, name): id} of the whole tree in one statement."""
    by_path: dict[str, int] = {}
    tree: dict[tuple[int | None, str], int] = {}
    fields = ("id", "path", "name")
    for pk, path, name in Category.objects.order_by("path").values_list(*fields):
        by_path[path] = pk
        tree.setdefault((by_path.get(path[: -Category.steplen]), _fold(name)), pk)
    return tree


def _category_at(
    path: Sequence[str], tree: dict[tuple[int | None, str], int], new_categories: list[Category]
) -> int:
    at: int | None = None
    for name in path:
        place = (at, _fold(name))
        if place not in tree:
            new_categories.append(_new_category(name, at))
            tree[place] = new_categories[-1].pk
        at = tree[place]
    if at is None:
        raise ValueError("a category path has at least one name")
    return at


def _new_category(name: str, parent: int | None) -> Category:
    """The parent is read anew each time: the tree's own columns change with every child."""
    category = Category(name=name, slug=make_slug(name, fallback="category"))
    if parent is None:
        Category.add_root(instance=category)
    else:
        Category.objects.get(pk=parent).add_child(instance=category)
    return category


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
