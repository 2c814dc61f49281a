"""Lines of templates and style sheets can be read: how many are too long may only fall."""

import pytest

from tests.architecture.code import ROOT

LENGTH = 100
# Pattern: how many lines are longer than that, and the longest. Lower what has become less.
# Django reads a tag in one line, so an include with many arguments can't be broken.
MOST = {"templates/**/*.html": (141, 250), "marketplace/static/galleria/**/*.css": (0, 0)}


@pytest.mark.parametrize(("pattern", "most", "longest"), [(key, *MOST[key]) for key in MOST])
def test_long_lines_become_fewer_and_shorter(pattern, most, longest):
    files = sorted(ROOT.glob(pattern))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    lengths = [len(line) for line in lines if len(line) > LENGTH]
    assert files
    assert len(lengths) <= most
    assert max(lengths, default=0) <= longest
