"""The files around the code say the same as the code."""

import ast
import re
import stat
import subprocess
from itertools import zip_longest

import pytest
import yaml

from marketplace.runtime.fingerprint import ROOT
from marketplace.settings.limits import DEFAULTS

FOLDERS = ("api", "cms", "marketplace", "tenants")
# Parts of URLs that compose makes of them.
OF_COMPOSE = {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD"}
READERS = {
    "networks",
    "text",
    "boolean",
    "integer",
    "listing",
    "url",
    "secret",
    "database_url",
    "choice",
    "rates",
}


def variables_read():
    """The first argument of every `env.<reader>("NAME", ...)` in the product."""
    names = {"DATABASE_CONN_MAX_AGE"}  # read by env.database_url itself
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.func.attr in READERS
            ):
                names.add(ast.literal_eval(node.args[0]))
    return names


def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_the_example_lists_exactly_the_variables_that_are_read():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    documented = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))

    assert documented - OF_COMPOSE == variables_read()


def test_every_package_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert line.startswith(("#", "-c ", "-r ")) or re.match(r"^[\w.-]+==[\w.+-]+$", line)


def test_every_requirement_is_constrained_to_the_version_it_names():
    def pins(name):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        found = (line.partition("==") for line in lines if "==" in line)
        return {re.sub("[-_.]+", "-", package).lower(): version for package, _, version in found}

    constraints = pins("constraints.txt")
    wanted = pins("requirements.txt") | pins("requirements-dev.txt")

    assert wanted.items() <= constraints.items()


@pytest.mark.world
def test_the_compose_file_runs_web_and_worker_on_postgresql_and_redis():
    services = compose()["services"]

    assert set(services) == {"postgres", "redis", "roles", "prepare", "front", "web", "worker"}
    for name in ("roles", "prepare", "web", "worker"):
        environment = services[name]["environment"]
        assert environment["DATABASE_URL"].startswith("postgres://")
        assert environment["REDIS_URL"].startswith("redis://")
        assert set(environment) <= variables_read()


def test_no_service_starts_before_the_database_is_prepared():
    services = compose()["services"]

    for name in ("web", "worker"):
        wanted = services[name]["depends_on"]["prepare"]["condition"]
        assert wanted == "service_completed_successfully"


def test_web_and_worker_know_one_role_that_is_no_owner():
    services = compose()["services"]

    assert services["prepare"]["depends_on"]["roles"]["condition"].endswith("successfully")
    for name in ("web", "worker"):
        urls = {k: v for k, v in services[name]["environment"].items() if v.startswith("postgres:")}
        assert urls == {"DATABASE_URL": services["roles"]["environment"]["DATABASE_URL"]}
        assert urls["DATABASE_URL"].startswith("postgres://galleria_web:${WEB_PASSWORD")


def test_the_image_installs_with_the_script_that_make_and_ci_use():
    install = "sh .ci/environment run"

    assert f"RUN {install}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert install in (ROOT / "Makefile").read_text(encoding="utf-8")
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line in run.splitlines() if line.startswith("make ")] == [
        "make lint",
        "make test",
        "make test-worlds",
        'make test-all ARGS="tests/tenants/test_baseline.py -k exactly"',
        "make fuzz FUZZ_CASES=2000",
    ]


@pytest.mark.parametrize("name", ["run", "environment"])
def test_ci_scripts_are_executable_and_parse(name):
    script = ROOT / ".ci" / name

    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", script], check=True)


def test_the_workflow_runs_ci_with_actions_pinned_by_commit():
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["check"]["steps"]

    assert ".ci/run" in [step.get("run") for step in steps]
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)


def test_make_lists_its_commands():
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    for command in ["run", "test", "test-all", "test-data", "fuzz", "lint", "bench", "clean"]:
        assert re.search(rf"make {command}\s", listed), command


def limits_in(cell):
    """The limits of a cell: "300, 5 in 1 h" -> [(300, 3600), (5, 3600)]."""
    limits, window = [], None
    for part in reversed(cell.strip().partition(";")[0].split(", ")):
        match = re.fullmatch(r"([\d,]+)(?: in (\d+) (min|h))?", part)
        if match:
            number, count, unit = match.groups()
            window = int(count) * {"min": 60, "h": 3600}[unit] if count else window
            limits.insert(0, (int(number.replace(",", "")), window))
    return limits


def test_operations_tell_every_limit_as_it_is():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("| scope | limit | counts |")[2].partition("\n\n")[0]
    documented = {}
    for row in table.splitlines()[2:]:
        _, scopes, limits, *_ = row.split("|")
        for scope, limit in zip_longest(re.findall(r"`([a-z-]+)`", scopes), limits_in(limits)):
            documented[scope] = limit or limits_in(limits)[-1]

    assert documented == {scope: limit[:2] for scope, limit in DEFAULTS.items()}
