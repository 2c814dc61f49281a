import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def open_folder():
    """A folder that the database server's account can reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="galleria-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server_folder():
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def product_folder():
    with open_folder() as folder:
        yield folder
