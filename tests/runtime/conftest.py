import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from marketplace.runtime import postgres


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


@pytest.fixture(scope="session")
def cluster():
    """What a new server begins with, made once: initdb takes a second of CPU and syncs it all."""
    with open_folder() as folder:
        home = folder / "postgres"
        postgres.ensure(home, durable=False)
        assert postgres.leave(home)
        yield home


@pytest.fixture
def server_home(server_folder, cluster):
    """The home of a server that has not been started yet."""
    home = server_folder / "postgres"
    home.mkdir()
    subprocess.run(["cp", "-a", cluster / "data", cluster / "password", home], check=True)
    yield home
    postgres.leave(home)
