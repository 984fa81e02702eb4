"""CSV files in, with errors that name the file, the line and the reason."""

import csv
import datetime
import io
import math
from collections.abc import Sequence
from pathlib import Path


class DataError(Exception):
    """A data file that cannot be used: where, and why."""

    def __init__(self, path: Path, line: int, reason: str):
        super().__init__(f"{path.name}, line {line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class Row:
    """One line of a file; an empty cell is an unknown value, never a zero."""

    def __init__(self, path: Path, line: int, cells: dict[str, str]):
        self.path, self.line, self._cells = path, line, cells

    def error(self, reason: str) -> DataError:
        """An error that points at this line."""
        return DataError(self.path, self.line, reason)

    def text(self, column: str) -> str:
        """The cell as it stands."""
        return self._cells[column]

    def required(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self._cells[column]:
            raise self.error(f"{column} is empty")
        return self._cells[column]

    def whole(self, column: str) -> int | None:
        """A whole number from 0 up."""
        value = self._cells[column]
        if value and not (value.isascii() and value.isdigit()):
            raise self.error(f"{column} “{value}” is not a whole number")
        return int(value) if value else None

    def decimal(self, column: str) -> float | None:
        """A number such as -104.99."""
        value = self._cells[column]
        try:
            number = float(value or 0)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):  # "nan" and "inf" are floats to Python, and no place on earth
            raise self.error(f"{column} “{value}” is not a number")
        return number if value else None

    def day(self, column: str) -> datetime.date | None:
        """A day such as 2021-10-04."""
        value = self._cells[column]
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.error(f"{column} “{value}” is not a day such as 2021-10-04") from None

    def flag(self, column: str) -> bool:
        """1 or 0."""
        value = self._cells[column]
        if value not in {"0", "1"}:
            raise self.error(f"{column} “{value}” is neither 1 nor 0")
        return value == "1"


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Every line of a UTF-8 CSV file whose header is exactly `columns`, in any order.

    Raises DataError where the file cannot be read, the header differs, or a line has more or
    fewer cells than the header.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(path, 0, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError(path, line, "is not UTF-8 text") from error
    if "\x00" in text:  # which no column can hold
        raise DataError(path, text.count("\n", 0, text.index("\x00")) + 1, "holds a NUL character")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        _check_header(path, header, columns)
        rows = []
        for cells in lines:
            if len(cells) != len(header):
                raise DataError(path, lines.line_num, f"has {len(cells)} cells, not {len(header)}")
            rows.append(Row(path, lines.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        raise DataError(path, lines.line_num, str(error)) from error
    return rows


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((missing, "lacks"), (unknown, "has the unknown"), (twice, "has twice the")):
        if names:
            raise DataError(path, 1, f"{what} column {', '.join(names)}")
