"""Parts of libraries that joints stand on, and what our classes replace, are as we read them."""

from importlib.metadata import packages_distributions, version

from tests.architecture.code import sources
from tests.joints.parts import USED, committed, digest_of, replaced_parts, used_parts

# Not on a part that has a source: see test_psycopg2.py; containers of our own.
WITHOUT_PARTS = {"tenants.joints.psycopg2", "tenants.joints.schemas"}


def test_no_part_has_changed():
    """Compare the library's part with what is said to stand on it; then write the table anew."""
    users = used_parts() | replaced_parts()
    digests = committed()
    changed = {
        f"{path} ({release_of(path)})": user
        for path, user in users.items()
        if digests.get(path) != digest_of(path)
    }

    assert changed == {}
    assert set(digests) == set(users)


def test_every_joint_tells_what_it_stands_on():
    joints = {
        path.removesuffix(".py").replace("/", ".")
        for path in sources()
        if "/joints/" in path and not path.endswith("__init__.py")
    }

    assert joints - WITHOUT_PARTS == set(USED)


def release_of(path: str) -> str:
    distribution = packages_distributions()[path.split(".")[0]][0]
    return f"{distribution} {version(distribution)}"
