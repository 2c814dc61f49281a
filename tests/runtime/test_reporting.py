"""What a run says at its end about the tests that it left out."""

import os
import subprocess
import sys

import pytest

from marketplace.runtime.fingerprint import ROOT
from tests.reporting import REAL_DATA_REASON

TESTS = """
import pytest

def test_runs(): pass

@pytest.mark.realdata
def test_real(): pass

@pytest.mark.slow
def test_slow(): pass
"""
SKIPPED = """
import pytest

def test_no_browser(): pytest.skip("needs Chromium")
"""

# All that is installed takes five times as long to load as the suite to run.
NO_OTHERS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture
def run(tmp_path):
    """Runs a small suite of its own, with these variables, and gives what it printed."""
    (tmp_path / "test_some.py").write_text(TESTS)
    markers = "markers =\n  slow: x\n  storm: x\n  realdata: x\n"
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{markers}")

    def run(*arguments, **variables):
        plugins = ("-p", "xdist", "-p", "tests.reporting", "-p", "no:cacheprovider")
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | NO_OTHERS
        return subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *arguments],
            cwd=tmp_path,
            env=environment | variables,
            capture_output=True,
            text=True,
        )

    run.folder = tmp_path
    return run


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_what_was_left_out_is_listed_with_its_reason(run, workers):
    done = run("-m", "not slow and not storm", *workers)

    listed = done.stdout.partition("left out")[2]
    assert f"    1 {REAL_DATA_REASON}\n" in listed
    assert "    1 slow: make test-all\n" in listed
    assert done.returncode == 0


def test_a_full_run_leaves_nothing_out(run):
    done = run(REAL_DATA="/somewhere")

    assert "left out" not in done.stdout
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("workers", [[], pytest.param(["-n", "2"], marks=pytest.mark.world)])
def test_ci_forbids_a_skip_but_for_real_data(run, workers):
    assert run(*workers, CI="true").returncode == 0

    (run.folder / "test_other.py").write_text(SKIPPED)

    assert run(*workers).returncode == 0
    refused = run(*workers, CI="true")
    assert refused.returncode == 1
    assert "    1 needs Chromium\n" in refused.stdout
    assert "CI=true: nothing may be skipped but for real data." in refused.stdout
