"""A shop's own categories as a tree."""

from typing import Annotated, TypedDict

from api.outputs import field
from marketplace.discovery.shop_categories import SEPARATOR


class ShelfOutput(TypedDict):
    name: Annotated[str, field("The last part of its path", "Mugs")]
    path: Annotated[str, field("`Home > Mugs`: what `shop_categories` take", "Home > Mugs")]
    product_count: Annotated[int, field("What lies below is included", 12)]
    children: Annotated[list["ShelfOutput"], field("Those right below it", [], readOnly=True)]


class ShelfListOutput(TypedDict):
    results: Annotated[list[ShelfOutput], field("The top of the tree")]


def show_shelves(shelves: list[tuple[str, int]]) -> list[ShelfOutput]:
    """Nested; a shelf whose upper one is not there stands at the top."""
    nodes: dict[str, ShelfOutput] = {}
    top: list[ShelfOutput] = []
    for path, count in sorted(shelves, key=lambda shelf: shelf[0].split(SEPARATOR)):
        above, _, name = path.rpartition(SEPARATOR)
        node: ShelfOutput = {"name": name, "path": path, "product_count": count, "children": []}
        nodes[path] = node
        (nodes[above]["children"] if above in nodes else top).append(node)
    return top
