"""Which code is running: a name that changes with it, for what readers and proxies keep."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(folders: Iterable[Path]) -> str:
    """A digest of the source files: the same on every machine that runs the same release.

    Of all files, because pages are also drawn from data (the outlines of the map).
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(folder.parent)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
