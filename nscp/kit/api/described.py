"""What parameters mean: generated from the declarations that also read them, so neither can lag."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from nscp.kit.api.resources import DEFAULT_LIMIT, MOST, RELEVANCE, Resource
from nscp.kit.filters import DayField, SlugsField

WORDS = (
    "Words, each the beginning of a word in the record's names or places. "
    "Accents and capitals do not matter, nor do “of”, “the” and “and”; St. is also Saint, "
    "Ft. Fort, and Mt. Mount."
)


def with_code(text: str) -> SafeString:
    """A sentence as HTML: what stands between backticks is code."""
    pieces = [
        (format_html("<code>{}</code>", p) if n % 2 else escape(p))
        for n, p in enumerate(text.split("`"))
    ]
    return mark_safe("".join(pieces))  # noqa: S308


@dataclass(frozen=True)
class Parameter:
    """A query parameter as the documentation and the schema tell it."""

    name: str
    about: str
    schema: dict[str, Any]
    commas: bool = False

    @property
    def values(self) -> list[str]:
        """The values it takes, where they are fixed."""
        return self.schema.get("enum") or self.schema.get("items", {}).get("enum") or []

    @property
    def html(self) -> SafeString:
        return with_code(self.about)

    @property
    def many(self) -> bool:
        return self.schema.get("type") == "array"


def list_parameters(resource: Resource) -> list[Parameter]:
    """Every parameter of a resource's list, filters first."""
    default = next(iter(resource.orders))
    ordering = (
        f"`{default}` unless said otherwise; every order ends with the id, so that it is total."
    )
    if RELEVANCE in resource.orderings:
        ordering += (
            f" With `q` it is `{RELEVANCE}`: first who is called so, then whose name begins so."
        )
    whole = ", ".join(name for name, each in resource.formats.items() if each.streams)
    return [
        *(_filter(resource, name, field) for name, field in resource.filter_fields.items()),
        Parameter("ordering", ordering, _enum(resource.orderings)),
        Parameter(
            "limit",
            f"Records on a page, {DEFAULT_LIMIT} unless said otherwise. "
            f"Without it (and without `cursor`) {whole} give the whole list.",
            {"type": "integer", "minimum": 1, "maximum": MOST},
        ),
        Parameter(
            "cursor",
            "Where a page begins; take it from `next` or `previous`. It fits one list only.",
            {"type": "string"},
        ),
        Parameter("count", "`exact` adds `count`, the number of all that match.", _enum(["exact"])),
        *_shared(resource, resource.formats),
    ]


def detail_parameters(resource: Resource) -> list[Parameter]:
    """Every parameter of one record."""
    return _shared(resource, resource.detail_formats)


def _shared(resource: Resource, formats: dict[str, Any]) -> list[Parameter]:
    names = [*resource.field_names([])]
    for expansion in resource.expansions:
        names += [name for name in resource.field_names([expansion]) if name not in names]
    about = resource.notes.get("format", "")
    shared = [
        Parameter(
            "fields",
            "Only these, with commas between; one level below with a dot. In CSV, columns.",
            {"type": "array", "items": {"type": "string", "enum": names}},
            commas=True,
        ),
        Parameter("format", f"Goes before the Accept header. {about}".strip(), _enum(formats)),
    ]
    if resource.expansions:
        told = "References to replace by the whole record they name, with commas between."
        schema = {"type": "array", "items": _enum(resource.expansions)}
        shared.insert(1, Parameter("expand", told, schema, commas=True))
    return shared


def _filter(resource: Resource, name: str, field: forms.Field) -> Parameter:
    told = {"q": WORDS, **resource.notes}
    about = told.get(name) or field.help_text or f"{field.label}."
    return Parameter(name, f"{about}", _schema(field))


def _schema(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, SlugsField):
        return {"type": "array", "items": {"type": "string"}}
    choices: Any = getattr(field, "choices", ())
    values = [str(value) for value, _ in choices if value]
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": _enum(values)}
    if isinstance(field, forms.ChoiceField):
        return _enum(values)
    if isinstance(field, DayField):
        return {"type": "string", "format": "date"}
    most = getattr(field, "max_length", None)
    return {"type": "string", **({"maxLength": most} if most else {})}


def _enum(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [*values]}
