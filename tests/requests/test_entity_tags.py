"""Tags in each form in which a proxy hands them back."""

import pytest

from marketplace.requests.entity_tags import is_named

FORMS_BEHIND_A_PROXY = [
    'W/"TAG"',
    '"TAG-gzip"',
    '"TAG;gzip"',
    '"TAG/gzip"',
    '"TAG--gzip"',
    '"TAG-br"',
    '"TAG-zstd"',
    'W/"TAG-gzip"',
    '"other", W/"TAG-gzip"',
]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        *[(form.replace("TAG", "a"), True) for form in FORMS_BEHIND_A_PROXY],
        ("*", True),
        ('"a"', True),
        ('"b", "a"', True),
        ("a", False),
        ('"b"', False),
        ('"b-gzip"', False),
        ('"a-"', False),
        ('"a-other"', False),
        ('"-gzip"', False),
        ("", False),
    ],
)
def test_a_tag_is_named_however_the_proxy_left_it(header, named):
    assert is_named('"a"', header) is named
