"""Filter sets for page, API and export alike: clear errors, live counts, removable chips."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from nscp.kit.inputs import ChoicesField, DayField, OneOfField, SlugsField, WordsField
from nscp.kit.spelling import meant


@dataclass(frozen=True)
class Option:
    """One choice of a facet: how many rows choosing it would show, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool


MANY = 10  # options; a facet with more shows the likeliest, and the others behind one more step
LIKELY = 8


@dataclass(frozen=True)
class Facet:
    """A filter with its choices and their live counts."""

    name: str
    label: str
    options: list[Option]

    @property
    def first(self) -> list[Option]:
        """The options to show at once: all of a few; else the chosen, and those that find most."""
        if len(self.options) <= MANY:
            return self.options
        by_count = sorted(self.options, key=lambda option: -option.count)
        likely = [option.value for option in by_count[:LIKELY] if option.count]
        return [one for one in self.options if one.selected or one.value in likely]

    @property
    def rest(self) -> list[Option]:
        """The options that wait behind the first."""
        first = self.first
        return [option for option in self.options if option not in first]


@dataclass(frozen=True)
class Chip:
    """A chosen filter, and the query string of the same list without it."""

    name: str
    label: str
    query: str


class WordsFilter(django_filters.Filter):
    """Words to search for."""

    field_class = WordsField


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Any of a fixed set of values."""

    field_class = ChoicesField


class SlugsFilter(django_filters.Filter):
    """Any of the slugs in a table."""

    field_class = SlugsField


class DayFilter(django_filters.Filter):
    """A day."""

    field_class = DayField


class OneOfFilter(django_filters.ChoiceFilter):
    """One of a fixed set of values."""

    field_class = OneOfField


class DirectoryFilterSet(django_filters.FilterSet):
    """A filter set that applies what it understands and says clearly what it does not.

    `by_column` and `by_relation` say which column, or which path over many rows, a parameter asks
    for. Where a rule needs two parameters at once (a role is held in a region), `narrow` says it.
    `page_only` names parameters that a page takes and the API does not.
    """

    page_only = frozenset({"sort"})
    facet_names: tuple[str, ...] = ()
    by_column: dict[str, str] = {}
    by_relation: dict[str, str] = {}

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices that could be understood; what could not is in `errors`."""
        if not self.is_bound:
            return {}
        self.form.is_valid()  # sorts what was sent into cleaned_data and errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrow(queryset, self.chosen)

    @property
    def qs(self) -> QuerySet[Any]:
        if not hasattr(self, "_qs"):
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs

    def narrow(self, queryset: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """`queryset` under all of `chosen`."""
        rows = queryset.search(chosen["q"]) if "q" in chosen else queryset  # type: ignore[attr-defined]
        for name, column in self.by_column.items():
            if name in chosen:
                rows = rows.filter(**{f"{column}__in": chosen[name]})
        for name, path in self.by_relation.items():
            if name in chosen:
                # A subquery, because a join would show a row once for each related row that fits.
                related = rows.model._default_manager.filter(**{f"{path}__in": chosen[name]})
                rows = rows.filter(pk__in=related.values("pk"))
        return rows

    def without(self, *names: str) -> QuerySet[Any]:
        """The rows under every choice but these: a facet counts as if its own choice were open."""
        return self.narrow(
            self.queryset.all(), {k: v for k, v in self.chosen.items() if k not in names}
        )

    def facets(self) -> list[Facet]:
        """Each facet with the count of every option, one query a facet."""
        return [self._facet(name) for name in self.facet_names]

    def _facet(self, name: str) -> Facet:
        counts = getattr(self, f"count_{name}")()
        chosen = self.chosen.get(name, [])
        field = self.form.fields[name]
        options = [
            Option(str(value), str(label), counts.get(str(value), 0), str(value) in chosen)
            for value, label in field.choices
        ]
        return Facet(name, str(field.label), options)

    def meant(self) -> list[tuple[str, str]]:
        """What was meant by words that find nothing: (words, query string of the list they find).

        Only what finds something under the other choices is offered.
        """
        if "q" not in self.chosen:
            return []
        rows = self.without("q").order_by("pk").values_list("search_text", "name")
        found = []
        for words in meant(self.chosen["q"], list(rows)):
            query = QueryDict(self.query_without("q"), mutable=True)
            query["q"] = words
            found.append((words, query.urlencode()))
        return found

    def chips(self) -> list[Chip]:
        """One chip for each choice, in the order of the form."""
        chips = []
        for name, value in self.chosen.items():
            if name in self.page_only:
                continue
            field = self.form.fields[name]
            if not isinstance(value, list):
                # Whatever stands there goes: " plano " and 2021-1-4 were understood, not kept.
                chips.append(Chip(name, f"{field.label}: {value}", self.query_without(name)))
                continue
            labels = dict(field.choices)
            for item in dict.fromkeys(value):
                label = f"{field.label}: {labels.get(item, item)}"
                chips.append(Chip(name, label, self.query_without(name, item)))
        return chips

    def query_without(self, name: str, value: str | None = None) -> str:
        """The query string of this list without one choice, from its first page.

        Without `value`, whatever was chosen under `name` is left out.
        """
        query = QueryDict(mutable=True)
        for key, values in self.data.lists() if hasattr(self.data, "lists") else ():
            if key in self.form.fields:
                kept = [v for v in values if v and not (key == name and value in {v, None})]
                if kept:
                    query.setlist(key, kept)
        return query.urlencode()
