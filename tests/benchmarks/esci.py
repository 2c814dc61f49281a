"""Search quality on queries that people labelled (Amazon ESCI, 75 queries, 6,764 products).

nDCG@10 with the labels as gains (exact 1, substitute 0.1, complement 0.01) and recall@50 of the
exact ones, beside BM25 (bm25.py) and plain PostgreSQL full text on the same rows, over all queries
and over five folds of them; what is tuned on four folds is measured on the fifth. And how often a
one-letter typo in a title keeps its product in the first ten. `make search-quality` runs it
(tests/discovery/test_esci.py).
"""

import gzip
import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import mean
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.text import slugify

from marketplace.discovery import listings, services
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.queries import list_listings
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import default_class
from tenants.shop.guards import bulk_writes
from tenants.shop.partner.models import Partner, StockRecord

FOLDER = Path("search") / "esci-us-150"
NAMESPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
FIRST = 10
DEPTH = 50  # of which recall is counted
FOLDS = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What a team writes first: title, brand and description in one weighted vector.
PLAIN_VECTORS = """
CREATE TEMPORARY TABLE esci_plain ON COMMIT DROP AS
SELECT uuid, setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', brand), 'B')
    || setweight(to_tsvector('english', description), 'D') AS vector
FROM public.discovery_listing
"""
PLAIN = """
SELECT uuid FROM esci_plain, websearch_to_tsquery('english', %s) AS query
WHERE vector @@ query ORDER BY ts_rank(vector, query) DESC, uuid LIMIT %s
"""
Search = Callable[[str], list[UUID]]


@dataclass(frozen=True, slots=True)
class Item:
    uuid: UUID
    title: str
    brand: str
    bullets: str
    description: str  # with the bullets, as shops write it
    colour: str


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    gains: dict[UUID, float]


def read_items(data: Path) -> Iterator[Item]:
    with gzip.open(
        data / FOLDER / "ubi_ecommerce_products.json.gz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            row = json.loads(line)
            texts = [row["bullet_points"] or "", row["description"] or ""]
            yield Item(
                uuid5(NAMESPACE, row["_id"]),
                row["title"][:255],
                (row["brand"] or "")[:120],
                texts[0],
                "\n".join(text for text in texts if text),
                row["color"] or "",
            )


def read_queries(data: Path) -> list[Query]:
    path = data / FOLDER / "esci_us_judgments.json"
    judged = json.loads(path.read_text(encoding="utf-8"))["judgmentRatings"]
    return [Query(one["query"], _gains(one["ratings"])) for one in judged]


def _gains(ratings: list[dict[str, Any]]) -> dict[UUID, float]:
    return {uuid5(NAMESPACE, one["docId"]): float(one["rating"]) / 100 for one in ratings}


@transaction.atomic
def load(retailer: Retailer, items: list[Item]) -> None:
    """Sell the items in this shop and list them, as an import does."""
    with use_retailer(retailer), bulk_writes():
        kind, partner = default_class(), Partner.objects.earliest("id")
        products = [_product(item, kind) for item in items]
        Product.objects.bulk_create(products, batch_size=1000)
        records = [_record(product, partner) for product in products]
        StockRecord.objects.bulk_create(records, batch_size=1000)
        listings.write_listings(retailer=retailer, products=[item.uuid for item in items])
    services.count_terms()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE public.discovery_listing, public.discovery_term")
        cursor.execute(PLAIN_VECTORS)


def _product(item: Item, kind: Any) -> Product:
    return Product(
        uuid=item.uuid,
        structure=Product.STANDALONE,
        product_class=kind,
        title=item.title,
        slug=slugify(item.title)[:255] or "product",
        description=item.description,
        brand=item.brand,
        specifications={"Colour": item.colour} if item.colour else {},
    )


def _record(product: Product, partner: Partner) -> StockRecord:
    return StockRecord(
        product=product, partner=partner, price=Decimal(10), price_currency="EUR", num_in_stock=5
    )


def ours(text: str) -> list[UUID]:
    page = list_listings(ListingFilters(search=text), page_size=DEPTH)
    return [card.uuid for card in page.results]


def plain(text: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [text, DEPTH])
        return [row[0] for row in cursor.fetchall()]


def ndcg(query: Query, results: list[UUID]) -> float:
    """0 to 1; what nobody labelled gains nothing."""
    best = _dcg(sorted(query.gains.values(), reverse=True)[:FIRST])
    return _dcg([query.gains.get(uuid, 0.0) for uuid in results[:FIRST]]) / best if best else 0.0


def _dcg(gains: list[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def recall(query: Query, results: list[UUID]) -> float:
    """The share of the exact products that are among the first DEPTH; 1 where there is none."""
    exact = {uuid for uuid, gain in query.gains.items() if gain == 1}
    return len(exact & set(results[:DEPTH])) / len(exact) if exact else 1.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Of each query, in their order."""

    gains: list[float]  # nDCG@10
    recalls: list[float]  # recall@50

    @property
    def ndcg(self) -> float:
        return mean(self.gains)

    @property
    def recall(self) -> float:
        return mean(self.recalls)

    def folds(self) -> list[float]:
        """nDCG@10 of each fold."""
        return [mean(self.gains[fold::FOLDS]) for fold in range(FOLDS)]


def measure(queries: list[Query], search: Search) -> Quality:
    results = [search(query.text) for query in queries]
    pairs = list(zip(queries, results, strict=True))
    return Quality([ndcg(*pair) for pair in pairs], [recall(*pair) for pair in pairs])


def cross_validate(settings: list[Quality]) -> float:
    """nDCG@10 over queries that nobody tuned to: of each fold, by the setting that is best on the
    others."""
    count = len(settings[0].gains)
    unseen = 0.0
    for fold in range(FOLDS):
        seen = [place for place in range(count) if place % FOLDS != fold]
        best = max(settings, key=lambda quality: sum(quality.gains[place] for place in seen))
        unseen += sum(best.gains[fold::FOLDS])
    return unseen / count


def typos_kept(items: list[Item], *, cases: int, words: int | None = None) -> float:
    """The share of titles (or their first `words`) that are found in the first ten with a typo."""
    chance = random.Random(1)
    chosen = chance.sample(items, cases)
    found = sum(item.uuid in ours(misspell(item.title, chance, words)) for item in chosen)
    return found / cases


def misspell(title: str, chance: random.Random, words: int | None = None) -> str:
    """One letter wrong, missing or too many, or two exchanged, in one word of the title."""
    parts = title.split()[:words]
    long = [place for place, word in enumerate(parts) if len(word) >= 4 and word.isalpha()]
    place = chance.choice(long or range(len(parts)))
    parts[place] = _misspelt(parts[place], chance)
    return " ".join(parts)


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    kind = chance.choice(["wrong", "missing", "added", "exchanged"])
    if kind == "missing":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == "exchanged" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
