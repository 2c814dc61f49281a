"""The marketplace's categories: their data file, and which of them a shop's category means."""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from marketplace.discovery import counts
from marketplace.discovery.models import MarketCategory
from tenants.kernel.normal_forms import normalise

DATA = Path(__file__).with_name("taxonomy.txt")
OTHER = "other"
LINE = re.compile(r"^(?P<indent> *)(?P<slug>[a-z0-9-]+): (?P<name>[^|]+?)(?: \| (?P<words>.+))?$")
# What a level of "Home > Kitchen > Mugs" says: the last one most.
LEVEL_WEIGHT = 0.45
ANCESTOR_BONUS = 0.3
# A word out of a part of the marketplace that no level above it speaks of: the "Filter" of
# "Groceries > Coffee > Filter" is hardly one for cars.
STRANGER_SHARE = 0.4
LIKE_ENOUGH = 0.84


@dataclass
class Node:
    slug: str
    path: str
    name: str
    keywords: list[str]
    position: int


def read_nodes(text: str) -> list[Node]:
    """Parents before their children. Raises ValueError naming a line that is not one."""
    nodes: list[Node] = []
    trail: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.match(line)
        if match is None:
            raise ValueError(f"line {number} is not 'slug: Name | words': {line!r}")
        trail = [*trail[: len(match["indent"]) // 2], match["slug"]]
        words = [word.strip() for word in (match["words"] or "").split(",") if word.strip()]
        nodes.append(Node(match["slug"], "/".join(trail), match["name"], words, len(nodes)))
    return nodes


@transaction.atomic
def seed_taxonomy() -> int:
    """Bring the tables up to the data file; answers the number of nodes.

    Nodes that left the file stay: listings may stand in them.
    """
    nodes = read_nodes(DATA.read_text(encoding="utf-8"))
    former = dict(MarketCategory.objects.values_list("slug", "path"))
    _write_nodes(nodes)
    if any(former.get(node.slug, node.path) != node.path for node in nodes):
        counts.mend_sums()
    return len(nodes)


def _write_nodes(nodes: list[Node]) -> None:
    ids: dict[str, int] = {}
    for node in nodes:
        parent = node.path.rpartition("/")[0].rpartition("/")[2]
        category, _ = MarketCategory.objects.update_or_create(
            slug=node.slug,
            defaults={
                "path": node.path,
                "name": node.name,
                "parent_id": ids.get(parent),
                "position": node.position,
                "keywords": node.keywords,
            },
        )
        ids[node.slug] = category.pk


# --- suggestions ------------------------------------------------------------------------------
def words_of(text: str) -> list[str]:
    """Folded words without their plural: "Children's Büçher" -> ["children", "bucher"]."""
    plain = normalise("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [_singular(word) for word in re.findall(r"[^\W_]+", plain) if word not in ("s", "and")]


@lru_cache(maxsize=4096)
def _key_of(phrase: str) -> frozenset[str]:
    """Of the taxonomy's own phrases, which each change of a shop's category asks for again."""
    return frozenset(words_of(phrase))


def _singular(word: str) -> str:
    """Rough, but alike for both sides: hoodies and hoodie, batteries and battery, dresses."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-2]
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] != "s":
        word = word[:-1]
    if len(word) > 4 and word.endswith(("y", "ie")):
        return word.removesuffix("y").removesuffix("ie") + "i"
    return word


def _part(path: str) -> str:
    """The first level of the marketplace that a node stands in."""
    return path.partition("/")[0]


@dataclass
class Suggester:
    """Finds the node that a shop's category path means; `other` when none is like it."""

    categories: list[MarketCategory]
    _phrases: dict[frozenset[str], list[MarketCategory]] = field(init=False)
    _words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._phrases = {}
        for category in self.categories:
            for phrase in {*category.keywords, *re.split("[&,]", category.name)}:
                if key := _key_of(phrase):
                    self._phrases.setdefault(key, []).append(category)
        self._words = sorted({word for phrase in self._phrases for word in phrase})

    @classmethod
    def load(cls) -> "Suggester":
        return cls(list(MarketCategory.objects.order_by("position", "id")))

    def suggest(self, names: list[str]) -> MarketCategory:
        """`names` from the root to the category itself: ["Home", "Kitchen", "Mugs"]."""
        scores: dict[str, float] = {}
        parts: set[str] = set()
        for level, name in enumerate(names):
            name_scores = self._scores_of(name)
            weight = LEVEL_WEIGHT ** (len(names) - 1 - level)
            for path, score in name_scores.items():
                share = 1.0 if not parts or _part(path) in parts else STRANGER_SHARE
                scores[path] = scores.get(path, 0.0) + score * weight * share
            parts |= {_part(path) for path in name_scores}
        for path in list(scores):
            scores[path] += ANCESTOR_BONUS * scores.get(path.rpartition("/")[0], 0.0)
        by_path = {category.path: category for category in self.categories}
        best = max(scores, key=lambda path: (scores[path], -by_path[path].position), default=OTHER)
        return by_path[best]

    def _scores_of(self, name: str) -> dict[str, float]:
        """How much of a level's name each node explains, 0 to 1 and by the longest phrase."""
        words = self._find_keywords(words_of(name))
        scores: dict[str, float] = {}
        for phrase, categories in self._phrases.items():
            if phrase <= words:
                for category in categories:
                    share = len(phrase) / len(words) + 0.5 * (len(phrase) > 1)
                    scores[category.path] = max(scores.get(category.path, 0.0), share)
        return scores

    def _find_keywords(self, words: list[str]) -> frozenset[str]:
        """Misspelt and compound words count as the keyword that they are nearly."""
        keywords = set(self._words)
        return frozenset(word if word in keywords else self._nearest(word) for word in words)

    def _nearest(self, word: str) -> str:
        return (get_close_matches(word, self._words, 1, LIKE_ENOUGH) or [word])[0]
