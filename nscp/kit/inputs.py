"""The form fields of filters: what they refuse they name, and say what else it could be."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from nscp.kit.text import fold, nearest


def _unknown(value: str, known: Iterable[str]) -> forms.ValidationError:
    known = list(known)
    close = nearest(value.replace("_", " "), known, most=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    if not close and len(known) <= 15:
        hint = f" Choose from: {', '.join(sorted(known))}."
    return forms.ValidationError(f"“{value}” is not a known value.{hint}", code="unknown-value")


def _values(field: Any) -> list[str]:
    return [str(value) for value, _ in field.choices if value]


class WordsField(forms.CharField):
    """Free text to search for; more than 200 characters is no search, and neither is "!!!"."""

    longest = 200

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": self.longest, **kwargs})
        self.error_messages["max_length"] = (
            "That is too long to search for: 200 characters at most."
        )

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if words and not fold(words):
            raise forms.ValidationError("There is no word in that to search for.", code="no-word")
        return words


class ChoicesField(forms.MultipleChoiceField):
    """Any of a fixed set of values; a repeated parameter means OR."""

    def validate(self, value: list[str]) -> None:
        known = _values(self)
        for item in value:
            if item not in known:
                raise _unknown(item, known)


class SlugsField(forms.MultipleChoiceField):
    """Any of the slugs in a table, which is asked only when the parameter is there."""

    def __init__(self, *, queryset: QuerySet[Any], slug: str = "slug", **kwargs: Any) -> None:
        self.queryset, self.slug = queryset, slug
        self._known: list[tuple[str, str]] | None = None
        kwargs.pop("choices", None)
        super().__init__(choices=self._choices, **kwargs)

    def _choices(self) -> list[tuple[str, str]]:
        # A page asks for them twice: for the facet, and for the names on the chips.
        if self._known is None:
            self._known = list(self.queryset.order_by("name").values_list(self.slug, "name"))
        return self._known

    def validate(self, value: list[str]) -> None:
        # A NUL can be in no column, and PostgreSQL refuses to be asked for one.
        asked = [item for item in value if "\x00" not in item]
        found = set(
            self.queryset.filter(**{f"{self.slug}__in": asked}).values_list(self.slug, flat=True)
            if asked
            else ()
        )
        for item in value:
            if item not in found:
                raise _unknown(item, self.queryset.values_list(self.slug, flat=True))


class DayField(forms.DateField):
    """A day, written 2021-10-04."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "input_formats": ["%Y-%m-%d"]})
        self.error_messages["invalid"] = "That is not a day such as 2021-10-04."


class OneOfField(forms.ChoiceField):
    """One of a fixed set of values."""

    def validate(self, value: str) -> None:
        known = _values(self)
        if value and value not in known:
            raise _unknown(value, known)
