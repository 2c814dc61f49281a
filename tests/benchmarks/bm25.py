"""BM25 as a well-kept library has it, stemmed: the yardstick of search quality."""

from collections.abc import Callable
from uuid import UUID

import bm25s
import Stemmer

from tests.benchmarks.esci import DEPTH, Item, Search

Text = Callable[[Item], str]


def named_and_pointed(item: Item) -> str:
    return f"{item.title}\n{item.brand}\n{item.bullets}"


def described(item: Item) -> str:
    return f"{item.title}\n{item.brand}\n{item.description}"


def index(items: list[Item], text: Text) -> Search:
    """A search of these texts by the library's own parameters, the best DEPTH first."""
    stemmer = Stemmer.Stemmer("english")
    retriever = bm25s.BM25()
    texts = [text(item) for item in items]
    retriever.index(
        bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )

    def search(query: str) -> list[UUID]:
        words = bm25s.tokenize([query], stopwords="en", stemmer=stemmer, show_progress=False)
        places, scores = retriever.retrieve(words, k=DEPTH, show_progress=False)
        ranked = zip(places[0], scores[0], strict=True)
        return [items[place].uuid for place, score in ranked if score > 0]

    return search
