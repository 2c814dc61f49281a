"""A folder for a PostgreSQL of a test's own."""

from tests.runtime.conftest import server_folder  # noqa: F401 - pytest finds it here
