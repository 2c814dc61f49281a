"""Search quality on real titles and labels; the figures stand in docs/discovery.md."""

import itertools
import os
from pathlib import Path

import pytest

from marketplace.discovery import search
from tests.benchmarks import esci

# What the ranking might weigh otherwise; cross-validation chooses.
COVERAGES = (0.5, 1.0, 2.0)
LENGTHS = (0.2, 0.5, 0.8)
PLACES = ("{0.25, 0.45, 0.8, 1.0}", "{0.4, 0.5, 0.8, 1.0}", "{0.1, 0.3, 0.8, 1.0}")


def row(name, quality):
    folds = " ".join(f"{value:.3f}" for value in quality.folds())
    return f"{name:<32} {quality.ndcg:.3f}  {quality.recall:.3f}  {folds}"


def measure_settings(queries, monkeypatch):
    """Each setting's quality; the constants are as before afterwards."""
    settings = []
    for coverage, length, places in itertools.product(COVERAGES, LENGTHS, PLACES):
        with monkeypatch.context() as patch:
            patch.setattr(search, "COVERAGE", coverage)
            patch.setattr(search, "LENGTH", length)
            patch.setattr(search, "WEIGHTS", places)
            settings.append(esci.measure(queries, esci.ours))
    return settings


@pytest.mark.django_db
@pytest.mark.realdata
def test_search_quality(books, capsys, monkeypatch):
    from tests.benchmarks import bm25  # reads a library of vectors that no other test needs

    data = Path(os.environ["REAL_DATA"])
    items = list(esci.read_items(data))
    esci.load(books, items)
    queries = esci.read_queries(data)
    qualities = {
        "ours": esci.measure(queries, esci.ours),
        "BM25, title, brand, bullets": esci.measure(
            queries, bm25.index(items, bm25.named_and_pointed)
        ),
        "BM25, with description": esci.measure(queries, bm25.index(items, bm25.described)),
        "plain full text": esci.measure(queries, esci.plain),
    }
    unseen = esci.cross_validate(measure_settings(queries, monkeypatch))
    kept = {words: esci.typos_kept(items, cases=500, words=words) for words in (None, 6, 4)}
    with capsys.disabled():
        print(f"\n{len(queries)} queries, {len(items)} products: nDCG@10, recall@50, nDCG by fold")
        print(*(row(name, quality) for name, quality in qualities.items()), sep="\n")
        print(f"ours, tuned on four folds and measured on the fifth: nDCG@10 {unseen:.3f}")
        for words, share in kept.items():
            print(f"one typo in {words or 'all'} words of a title: {share:.1%} in the first ten")
    assert qualities["ours"].ndcg > qualities["BM25, title, brand, bullets"].ndcg
    assert qualities["ours"].ndcg > qualities["plain full text"].ndcg + 0.1
    assert min(kept.values()) >= 0.9
