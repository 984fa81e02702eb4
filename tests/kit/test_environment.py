"""Values from the environment are read strictly, and each engine gets its tuning."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from nscp.kit import environment


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://ann:p%40ss@db.example.org:5433/nscp?sslmode=require",
            ("nscp", "ann", "p@ss", "db.example.org", 5433, {"sslmode": "require"}),
        ),
        (
            "postgresql://postgres@/postgres?host=/run/postgresql",
            ("postgres", "postgres", "", "/run/postgresql", "", {}),
        ),
        ("postgres://%2Frun%2Fpostgresql/nscp", ("nscp", "", "", "/run/postgresql", "", {})),
    ],
)
def test_a_postgresql_url_gives_every_part_and_connections_that_are_kept(
    monkeypatch, url, expected
):
    monkeypatch.setenv("DATABASE_URL", url)
    config = environment.database("DATABASE_URL", default="")
    parts = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(config[part] for part in parts) == expected
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (60, True)


def test_a_sqlite_url_makes_its_folder_and_takes_the_write_lock_first(monkeypatch, tmp_path):
    file = tmp_path / "new folder" / "nscp.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "")
    config = environment.database("DATABASE_URL", default=f"sqlite:///{file}")
    assert config["NAME"] == str(file)
    assert file.parent.is_dir()
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


@pytest.mark.parametrize("url", ["mysql://localhost/nscp", "nscp.sqlite3"])
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_another_engine_is_refused(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL has to begin with"):
        environment.database("DATABASE_URL", default="")


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("True", True), ("off", False), ("0", False), ("", True)]
)
def test_a_flag_is_yes_or_no_and_its_default_where_empty(monkeypatch, written, meant):
    monkeypatch.setenv("HTTPS", written)
    assert environment.flag("HTTPS", default=True) is meant


@pytest.mark.parametrize(
    "read",
    [
        lambda: environment.flag("VALUE", default=False),
        lambda: environment.number("VALUE", default=0),
    ],
)
def test_a_misspelled_value_is_refused_and_named(monkeypatch, read):
    monkeypatch.setenv("VALUE", "flase")
    with pytest.raises(ImproperlyConfigured, match="VALUE is 'flase'"):
        read()


def test_a_missing_value_is_named(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY in the environment"):
        environment.text("SECRET_KEY")


def test_a_list_is_written_with_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org, www.example.org,")
    assert environment.words("ALLOWED_HOSTS") == ["example.org", "www.example.org"]


def test_a_secret_may_begin_with_a_dollar_sign(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "$ecret")
    assert environment.text("SECRET_KEY") == "$ecret"


def test_the_file_gives_what_the_environment_does_not(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text("# a comment\nFROM_FILE=one\nFROM_BOTH=file\n")
    monkeypatch.setenv("FROM_FILE", "")
    monkeypatch.delenv("FROM_FILE")  # so that it is taken away again after the test
    monkeypatch.setenv("FROM_BOTH", "environment")
    environment.read_file(file)
    assert environment.text("FROM_FILE") == "one"
    assert environment.text("FROM_BOTH") == "environment"
