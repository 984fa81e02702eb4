"""Imports point down: a module reaches its own layer or a lower one, never a higher one."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = [
    "nscp.kit",
    "regions.models",
    "regions",
    "members.models",
    "members.services",
    "members",
    "nscp",
]
FILES = [
    path.relative_to(ROOT)
    for top in ("nscp", "regions", "members")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in path.parts
]


def layer(module):
    homes = [name for name in LAYERS if f"{module}.".startswith(f"{name}.")]
    return LAYERS.index(max(homes, key=len)) if homes else -1


def imported(source):
    """Every module that a file names in an import, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_down(path):
    here = layer(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    used = list(imported((ROOT / path).read_text()))
    assert [name for name in used if layer(name) > here or name.startswith(".")] == []


def test_the_rule_notices_an_import_that_points_up():
    assert [layer(name) for name in imported("from nscp import urls\nimport members.views.x")] == [
        layer("nscp"),
        layer("nscp"),
        layer("members"),
    ]
    assert layer("nscp.kit.text") < layer("regions.models.geography") < layer("regions.map")
    assert layer("regions.map") < layer("members.models.contacts") < layer("members.services.x")
