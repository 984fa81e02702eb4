"""The formats of an answer, each made from stored documents without rendering them again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nscp.kit.api.shapes import write


@dataclass(frozen=True)
class Format:
    """A format: its name in `?format=`, its media type, and whether it may stream a whole list."""

    name: str
    media_type: str
    streams: bool = True

    @property
    def content_type(self) -> str:
        return (
            f"{self.media_type}; charset=utf-8"
            if self.media_type == "text/csv"
            else self.media_type
        )


JSON = Format("json", "application/json", streams=False)
CSV = Format("csv", "text/csv")
GEOJSON = Format("geojson", "application/geo+json")
JSONL = Format("jsonl", "application/jsonl")
YAML = Format("yaml", "application/yaml", streams=False)


@dataclass(frozen=True)
class Located:
    """A document with its place on the globe, if anybody knows it."""

    id: str
    document: str
    latitude: float | None = None
    longitude: float | None = None


def envelope(documents: Iterable[str], **more: object) -> str:
    """The JSON of one page: the documents as they are, then what is said about the list."""
    tail = "".join(f",{write(name)}:{write(value)}" for name, value in more.items())
    return f'{{"results":[{",".join(documents)}]{tail}}}'


def feature(row: Located) -> str:
    """A GeoJSON feature: the document is its properties, an unknown place is null."""
    point = "null"
    if row.latitude is not None and row.longitude is not None:
        point = write({"type": "Point", "coordinates": [row.longitude, row.latitude]})
    return f'{{"type":"Feature","id":"{row.id}","geometry":{point},"properties":{row.document}}}'


def collection(rows: Iterable[Located], **more: object) -> Iterator[str]:
    """A GeoJSON feature collection, piece by piece."""
    yield '{"type":"FeatureCollection","features":['
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{feature(row)}"
    yield "\n]" + "".join(f",{write(name)}:{write(value)}" for name, value in more.items()) + "}\n"


def in_chunks(pieces: Iterable[str], size: int = 64 * 1024) -> Iterator[bytes]:
    """The pieces as bytes, joined into chunks worth sending."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode()
