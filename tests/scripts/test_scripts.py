"""The pages' scripts, in a window of their own: the tests beside this file."""

import re

import pytest

from tests.api.clients import need_node, run


@pytest.mark.world
def test_the_scripts_do_what_their_tests_say():
    need_node()
    output = run(["npm", "test", "--silent"])
    passed, failed = re.search(r"^# pass (\d+)\n# fail (\d+)$", output, re.MULTILINE).groups()
    assert int(passed) > 20
    assert failed == "0"
