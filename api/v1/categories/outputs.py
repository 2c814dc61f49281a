"""The marketplace's categories as a tree, and brands."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from api.outputs import field
from api.v1.outputs import PageOutput
from marketplace.discovery.brands import Brand
from marketplace.discovery.queries import CountedCategory


class CategoryOutput(TypedDict):
    slug: Annotated[
        str, field("For `categories/{slug}/`, and what the filter `category` takes", "home")
    ]
    name: Annotated[str, field("In the marketplace's taxonomy", "Home")]
    path: Annotated[str, field("Such as `home/kitchen/mugs`", "home")]
    product_count: Annotated[int, field("What lies below is included", 214)]
    children: Annotated[list["CategoryOutput"], field("Those right below it", [], readOnly=True)]


class CategoryListOutput(TypedDict):
    results: Annotated[
        list[CategoryOutput],
        field(
            "The top of the tree",
            [
                {
                    "children": [
                        {
                            "slug": "mugs",
                            "name": "Mugs",
                            "path": "home/mugs",
                            "product_count": 12,
                            "children": [],
                        }
                    ]
                }
            ],
        ),
    ]


class BrandOutput(TypedDict):
    key: Annotated[str, field("What the filter `brand` takes", "hearth")]
    name: Annotated[str, field("As its shops write it", "Hearth")]
    product_count: Annotated[int, field("How many of its products are for sale", 7)]


class BrandPageOutput(PageOutput):
    results: Annotated[list[BrandOutput], field("By name")]


def build_tree(rows: list[CountedCategory]) -> dict[str, CategoryOutput]:
    """Every category by its path, each with its children."""
    nodes = {row.path: _show_category(row) for row in rows}
    for row in rows:
        for path in _line(row.path) if row.listings else ():
            if path in nodes:
                nodes[path]["product_count"] += row.listings
        above = row.path.rpartition("/")[0]
        if above in nodes:
            nodes[above]["children"].append(nodes[row.path])
    return nodes


def _line(path: str) -> Iterator[str]:
    """A category's path and those of all above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _show_category(row: CountedCategory) -> CategoryOutput:
    return {
        "slug": row.slug,
        "name": row.name,
        "path": row.path,
        "product_count": 0,
        "children": [],
    }


def show_brand(brand: Brand) -> BrandOutput:
    return {"key": brand.key, "name": brand.name, "product_count": brand.listings}
