"""The marketplace's categories as a tree, and brands."""

from collections import defaultdict
from typing import Annotated, TypedDict

from api.outputs import field
from api.v1.outputs import PageOutput
from marketplace.discovery.brands import Brand
from marketplace.discovery.models import MarketCategory


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


def build_tree(rows: list[MarketCategory], counts: dict[int, int]) -> dict[str, CategoryOutput]:
    below: dict[str, int] = defaultdict(int)
    for row in rows:
        parts = row.path.split("/")
        for depth in range(1, len(parts) + 1):
            below["/".join(parts[:depth])] += counts.get(row.pk, 0)
    nodes = {row.path: _show_category(row, below[row.path]) for row in rows}
    for row in rows:
        above = row.path.rpartition("/")[0]
        if above in nodes:
            nodes[above]["children"].append(nodes[row.path])
    return nodes


def _show_category(row: MarketCategory, count: int) -> CategoryOutput:
    return {
        "slug": row.slug,
        "name": row.name,
        "path": row.path,
        "product_count": count,
        "children": [],
    }


def show_brand(brand: Brand) -> BrandOutput:
    return {"key": brand.key, "name": brand.name, "product_count": brand.listings}
