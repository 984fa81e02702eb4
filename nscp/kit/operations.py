"""Migration operations for what only PostgreSQL can do."""

from typing import Any

from django.db.migrations.operations.base import Operation


class OnPostgreSQL(Operation):
    """Run SQL on PostgreSQL and nothing elsewhere: for indexes and constraints beside the models.

    Everything else is one code path for both engines; each use says what it adds in `purpose`.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, purpose: str, forwards: list[str], backwards: list[str]):
        self.purpose, self.forwards, self.backwards = purpose, forwards, backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not know of it."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, self.forwards)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, self.backwards)

    def describe(self) -> str:
        return f"On PostgreSQL: {self.purpose}"

    @staticmethod
    def _run(schema_editor: Any, statements: list[str]) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)


def trigram_index(table: str, column: str) -> OnPostgreSQL:
    """An index that makes `LIKE '%word%'` on the column quick; it changes speed, never results."""
    index = f"{table}_{column}_trigrams"
    return OnPostgreSQL(
        f"trigram index on {table}.{column}",
        [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"CREATE INDEX {index} ON {table} USING gin ({column} gin_trgm_ops)",
        ],
        [f"DROP INDEX {index}"],
    )
