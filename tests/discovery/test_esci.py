"""Search quality on real titles and labels; the figures stand in docs/discovery.md."""

import os
from pathlib import Path

import pytest

from tests.benchmarks import esci


@pytest.mark.django_db
@pytest.mark.realdata
def test_search_quality(books, capsys):
    data = Path(os.environ["REAL_DATA"])
    items = list(esci.read_items(data))
    esci.load(books, items)
    queries = esci.read_queries(data)
    ours, plain = esci.ndcg(queries, esci.ours), esci.ndcg(queries, esci.plain)
    kept = {words: esci.typos_kept(items, cases=500, words=words) for words in (None, 6, 4)}
    with capsys.disabled():
        print(f"\nnDCG@10 over {len(queries)} queries: {ours:.3f}; plain full text {plain:.3f}")
        for words, share in kept.items():
            print(f"one typo in {words or 'all'} words of a title: {share:.1%} in the first ten")
    assert ours > plain + 0.1
    assert min(kept.values()) >= 0.9
