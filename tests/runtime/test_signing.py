"""The key of a home: random, whole, one for all processes, readable by its owner alone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.runtime import signing_key
from marketplace.runtime.fingerprint import ROOT


def test_a_home_has_a_random_key_that_stays(tmp_path):
    key = signing_key.key_of(tmp_path / "a")

    assert len(key) == 64
    assert signing_key.key_of(tmp_path / "a") == key
    assert signing_key.key_of(tmp_path / "b") != key
    assert (tmp_path / "a" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["secret_key"]


def test_processes_that_start_at_once_get_the_same_key(tmp_path):
    code = (
        "import sys, pathlib; from marketplace.runtime import signing_key;"
        "sys.stdin.read(1); print(signing_key.key_of(pathlib.Path(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    keys = {process.communicate("x")[0] for process in processes}

    assert keys == {signing_key.key_of(tmp_path) + "\n"}


def test_threads_that_race_for_the_first_key_get_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(signing_key.key_of, [tmp_path] * 32))) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_key_that_others_may_read_is_refused(mode, tmp_path):
    key = signing_key.key_of(tmp_path)
    (tmp_path / "secret_key").chmod(mode)

    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        signing_key.key_of(tmp_path)
    assert (tmp_path / "secret_key").read_text() == key + "\n"


def test_a_file_without_a_key_is_refused(tmp_path):
    path = tmp_path / "secret_key"
    path.touch(mode=0o600)

    with pytest.raises(ImproperlyConfigured, match="holds 0 characters instead of a key"):
        signing_key.key_of(tmp_path)
    assert path.read_text() == ""
