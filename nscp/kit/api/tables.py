"""Documents as rows of a CSV file: flat columns in a fixed order, safe to open in a spreadsheet."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SEPARATOR = "; "

# What a spreadsheet may run as a formula, also in the wide letters of East Asian keyboards.
_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Phone numbers and negative numbers begin so too; digits alone compute nothing of harm.
_NUMBER = re.compile(r"[+-]?[\d(][\d\s().,/-]*((x|ext\.?)\s*\d+)?")


def guarded(value: Any) -> Any:
    """`value` as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    if value.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


@dataclass(frozen=True)
class Column:
    """A column: its header, and where in the document its value stands ("owner.slug").

    Of a list every item is told, with semicolons between; `tell` says how, where an item is more
    than one value.
    """

    header: str
    path: str = ""
    tell: Callable[[dict[str, Any]], str] | None = None

    def cell(self, document: dict[str, Any]) -> Any:
        value: Any = document
        for step in (self.path or self.header).split("."):
            value = (
                [item[step] for item in value]
                if isinstance(value, list)
                else (value or {}).get(step)
            )
        if isinstance(value, list):
            value = SEPARATOR.join(self.tell(item) if self.tell else str(item) for item in value)
        return guarded(value)


class _Line:
    """What the csv module writes to: keeps one line at a time."""

    def write(self, text: str) -> str:
        return text


def lines(documents: Iterable[str], columns: Sequence[Column]) -> Iterator[str]:
    """The file line by line, the header first."""
    writer = csv.writer(_Line())
    yield writer.writerow([column.header for column in columns])
    for text in documents:
        document = json.loads(text)
        yield writer.writerow([column.cell(document) for column in columns])
