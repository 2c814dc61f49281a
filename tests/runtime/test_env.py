import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from marketplace.settings.env import UNREACHABLE, Environment, load_file


def reader(**variables):
    return Environment(variables)


def test_values_are_read_as_their_type():
    env = reader(
        NAME=" shop ", FLAG="Yes", COUNT="12", HOSTS="a.example, b.example,", U="redis://r"
    )

    assert env.text("NAME") == "shop"
    assert env.boolean("FLAG") is True
    assert env.integer("COUNT") == 12
    assert env.listing("HOSTS") == ["a.example", "b.example"]
    assert env.url("U", schemes=("redis", "rediss")) == "redis://r"
    env.finish()


def test_defaults_stand_in_for_absent_and_empty_variables():
    env = reader(NAME="", FLAG="  ")

    assert env.text("NAME", default="galleria") == "galleria"
    assert env.boolean("FLAG", default=False) is False
    assert env.integer("COUNT", default=3) == 3
    assert env.listing("HOSTS", default=["x"]) == ["x"]
    assert env.secret("KEY", default="") == ""
    env.finish()


def test_all_problems_are_reported_together_with_what_to_do():
    env = reader(FLAG="maybe", COUNT="-1", KEY="short", U="http://r")
    env.text("NAME")
    env.boolean("FLAG")
    env.integer("COUNT")
    env.secret("KEY", minimum=50)
    env.url("U", schemes=("redis",))

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()

    assert str(refusal.value).splitlines()[1:] == [
        "  - NAME is not set: set it (see .env.example).",
        "  - FLAG is 'maybe', which is neither yes nor no: use true or false.",
        "  - COUNT is '-1': use a whole number, at least 0.",
        "  - KEY has 5 characters: use 50 random ones or more.",
        "  - U starts with http://: use redis://.",
    ]


def test_a_secret_is_never_repeated():
    env = reader(KEY="tiny-secret")
    env.secret("KEY", minimum=50)

    assert "tiny-secret" not in "".join(env.problems.values())


def test_a_value_may_come_from_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("from the file\n")

    assert reader(KEY_FILE=str(path)).secret("KEY") == "from the file"


def test_value_and_file_together_are_refused(tmp_path):
    path = tmp_path / "key"
    path.write_text("x")
    env = reader(KEY="y", KEY_FILE=str(path))
    env.secret("KEY")

    assert env.problems == {"KEY": "KEY and KEY_FILE are both set: keep one of them."}


def test_an_unreadable_file_is_one_problem_of_its_variable(tmp_path):
    env = reader(COUNT_FILE=str(tmp_path / "absent"))
    env.integer("COUNT")

    assert env.problems == {
        "COUNT": "COUNT_FILE can't be read (No such file or directory): name a readable file."
    }


def test_a_database_url_becomes_an_entry_of_databases():
    env = reader(DATABASE_URL="postgresql://ann:p%40ss@db.example:6432/shops?sslmode=require")

    assert env.database_url("DATABASE_URL") == {
        "ENGINE": "tenants.postgresql",
        "NAME": "shops",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": UNREACHABLE | {"sslmode": "require"},
    }


def test_how_long_an_unreachable_database_is_waited_for_may_be_said():
    env = reader(DATABASE_URL="postgres://ann@db.example/shops?connect_timeout=2")

    assert env.database_url("DATABASE_URL")["OPTIONS"] == UNREACHABLE | {"connect_timeout": "2"}


def test_a_database_url_may_name_a_socket():
    entry = reader().database_url("DATABASE_URL", default="postgres://ann:x@/shops?host=/run/pg")

    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("/run/pg", "", "shops")


@pytest.mark.parametrize("url", ["mysql://a@b/c", "sqlite:///db.sqlite3"])
def test_another_engine_is_refused_in_one_clear_line(url):
    env = reader(DATABASE_URL=url)
    env.database_url("DATABASE_URL")

    (problem,) = env.problems.values()
    assert problem == (
        f"DATABASE_URL names the engine '{url.partition(':')[0]}': Galleria runs on PostgreSQL "
        "only: use postgres://user:password@host:5432/name."
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("shops", "is not a URL"),
        ("postgres://ann@db.example", "names no database"),
        ("postgres://ann:p/w@db.example/shops", "has a malformed host or port"),
    ],
)
def test_a_malformed_database_url_is_refused(url, reason):
    env = reader(DATABASE_URL=url)
    env.database_url("DATABASE_URL")

    assert reason in env.problems["DATABASE_URL"]


def test_an_environment_file_gives_what_the_process_lacks(tmp_path, monkeypatch):
    path = tmp_path / ".env"
    path.write_text("# comment\nGALLERIA_TEST_A=file\nGALLERIA_TEST_B='quoted value'\n\n")
    monkeypatch.setenv("GALLERIA_TEST_A", "process")
    monkeypatch.setenv("GALLERIA_TEST_B", "")
    monkeypatch.delenv("GALLERIA_TEST_B")

    load_file(path)
    load_file(tmp_path / "absent")

    assert os.environ["GALLERIA_TEST_A"] == "process"
    assert os.environ["GALLERIA_TEST_B"] == "quoted value"
