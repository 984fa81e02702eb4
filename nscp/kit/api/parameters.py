"""The query string, read strictly: a typing mistake is an answer of its own, never "everything"."""

from collections.abc import Iterable
from difflib import get_close_matches

from django import forms
from django.http import QueryDict

from nscp.kit.api.problems import INVALID_PARAMETERS, Fault, Problem
from nscp.kit.filters import WordsField
from nscp.kit.text import fold

# What people try who come from other services.
ELSEWHERE = {
    "sort": "ordering",
    "order": "ordering",
    "order_by": "ordering",
    "page": "cursor",
    "offset": "cursor",
    "page_size": "limit",
    "per_page": "limit",
    "search": "q",
    "query": "q",
    "include": "expand",
    "only": "fields",
    "select": "fields",
    "date": "as_of",
}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest of `known`, or all of them where none is near."""
    known = list(known)
    wanted = ELSEWHERE.get(word.lower())
    close = [wanted] if wanted in known else get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if close:
        return f" Did you mean “{close[0]}”?"
    return f" Known here: {', '.join(known)}." if known else ""


class Query:
    """One request's parameters. Faults are collected, so that one answer names them all."""

    def __init__(self, data: QueryDict, known: Iterable[str]) -> None:
        self.data = data
        self.known = list(known)
        self.faults: list[Fault] = []
        for name in data:
            if name not in self.known:
                hint = did_you_mean(name, self.known)
                self.fault(name, "unknown-parameter", f"There is no parameter “{name}” here.{hint}")

    def fault(self, name: str, code: str, detail: str) -> None:
        """Note that the parameter cannot be used."""
        self.faults.append(Fault(name, code, detail))

    def refuse(self) -> None:
        """Answer with every fault that was found, if any was."""
        if self.faults:
            names = ", ".join(dict.fromkeys(fault.parameter for fault in self.faults))
            raise Problem(
                INVALID_PARAMETERS, f"These parameters cannot be used: {names}.", self.faults
            )

    def one(self, name: str) -> str | None:
        """The value of a parameter that takes one; None where it is absent or at fault."""
        values = self.data.getlist(name)
        if len(values) > 1:
            self.fault(
                name,
                "repeated-parameter",
                f"“{name}” takes one value and came {len(values)} times.",
            )
            return None
        if values == [""]:
            self.fault(
                name, "missing-value", f"“{name}” came without a value: leave it out instead."
            )
            return None
        return values[0] if values else None

    def choice(self, name: str, known: Iterable[str]) -> str | None:
        """One of a fixed set of values."""
        known, value = list(known), self.one(name)
        if value is None or value in known:
            return value
        hint = did_you_mean(value, known)
        self.fault(name, "unknown-value", f"“{value}” is no value of “{name}”.{hint}")
        return None

    def number(self, name: str, *, default: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = self.one(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdecimal()) or not int(value[:20]):
            self.fault(name, "invalid-value", f"“{value}” is not a whole number from 1 to {most}.")
        elif int(value[:20]) > most:
            self.fault(name, "too-large", f"“{name}” is {most} at most.")
        else:
            return int(value)
        return default

    def words(self, name: str, known: Iterable[str]) -> list[str]:
        """A list written with commas, each word one of a fixed set."""
        value, known = self.one(name), list(known)
        words = [word.strip() for word in value.split(",")] if value else []
        for word in words:
            if word not in known:
                hint = did_you_mean(word, known)
                self.fault(name, "unknown-value", f"“{word}” is no value of “{name}”.{hint}")
        return [word for word in dict.fromkeys(words) if word in known]

    def form(
        self, fields: dict[str, forms.Field], errors: dict[str, list[forms.ValidationError]]
    ) -> None:
        """Take over what a form found wrong, and what it lets pass: repeats and empty values."""
        for name, field in fields.items():
            if not getattr(field.widget, "allow_multiple_selected", False):
                if self.one(name) is None:
                    continue
            elif "" in self.data.getlist(name):
                self.fault(
                    name, "missing-value", f"“{name}” came without a value: leave it out instead."
                )
                continue
            if isinstance(field, WordsField) and not fold(str(self.data[name])):
                self.fault(name, "invalid-value", "There is no word in it to search for.")
                continue
            for error in errors.get(name, []):
                code = "unknown-value" if error.code == "unknown-value" else "invalid-value"
                for message in error.messages:
                    self.fault(name, code, message)
