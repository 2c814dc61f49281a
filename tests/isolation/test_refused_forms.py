"""What a form is answered with where its address takes POST alone: no link leads back there."""

import re

import pytest

from tests.isolation import matrix
from tests.isolation.asking import taken_back
from tests.isolation.cast import Cast
from tests.isolation.test_pages import pages
from tests.isolation.visiting import browser, visit

pytestmark = pytest.mark.django_db
# A question alone, and a form without an address, ask the address of the page itself.
OWN_ADDRESS = re.compile(r'href="\?[^"]*"|<form(?![^>]*(?:\saction=|method="dialog"))[^>]*>')
TAKES_POST_ALONE = 405


@pytest.mark.world
@pytest.mark.parametrize(
    ("host", "name"), [("", "operator"), ("", "shopper"), ("books", "owner"), ("books", "shopper")]
)
def test_what_answers_a_form_leads_to_no_address_that_takes_forms_alone(host, name, cast: Cast):
    member, problems, read = cast.members[name], [], 0
    for path, row in pages(cast, host, of="books"):
        expected = matrix.GATES[row.gate][matrix.MEMBERS.index(name)]
        if expected != TAKES_POST_ALONE or path.startswith("/api/"):
            continue
        with taken_back():
            answer = visit(browser(cast, member, host), path, data={"show": "no"})
        read += "<main" in answer.text
        problems += [f"{path}: {link}" for link in OWN_ADDRESS.findall(answer.text)]
    assert problems == []
    assert read > 0
