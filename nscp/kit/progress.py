"""Long work says how far it is: a bar on a terminal, silence in a log."""

import time
from collections.abc import Iterable, Iterator
from typing import IO, Any


def progress(rows: Iterable[Any], total: int, label: str, out: IO[str]) -> Iterator[Any]:
    """Yield `rows`; on a terminal draw a bar with the time left."""
    began, live = time.monotonic(), out.isatty()
    for done, row in enumerate(rows, 1):
        yield row
        if live and (done % 50 == 0 or done == total):
            left = (time.monotonic() - began) / done * (total - done)
            bar = "#" * (30 * done // total)
            out.write(f"\r{label:<24} [{bar:<30}] {done:,}/{total:,}, {left:.0f} s left ")
            if done == total:
                out.write("\n")
            out.flush()
