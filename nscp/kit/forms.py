"""Forms that anybody may send: kept from robots, limited by network, losing nothing typed."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from nscp.kit.limits import Limit, network


def validate_one_line(text: str) -> None:
    """Refuse what ends a line or is not seen: in the head of a mail it would begin a new one."""
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text):
        raise ValidationError("Write this on one line.", code="lines")


class LineField(forms.CharField):
    """A text of one line."""

    default_validators = [validate_one_line]


class PublicForm(forms.BaseForm):
    """Left of a form's class. Optional fields say so, and what is wrong loses nothing typed.

    Robots fill in every field they find, so one, named by `trap`, is kept away from people's eyes
    and has to stay empty. `noun` is what a limit counts.
    """

    trap = "subject"
    noun = "forms"
    was_robot = False
    retry_after = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        for field in self.fields.values():
            if not field.required:
                field.label = f"{field.label} (optional)"
        self.fields[self.trap] = forms.CharField(
            label="Leave this field empty",
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get(self.trap):
            self.was_robot = True
            # A browser that fills in forms by itself must not cost a person what they typed.
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.trap] = ""
            self.data = data
            self.add_error(self.trap, "This has to stay empty.")
        return cleaned

    @property
    def trap_field(self) -> forms.BoundField:
        return self[self.trap]

    @property
    def people_fields(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [field for field in self.visible_fields() if field.name != self.trap]

    def may_be_sent(self, request: HttpRequest, limit: Limit) -> bool:
        """Whether to act on what was sent; where not, the form says why.

        What a person has to correct is not counted: only what could be sent is, and a robot.
        """
        if not self.is_valid() and not self.was_robot:
            return False
        verdict = limit.take(network(request))
        if not verdict.allowed:
            self.retry_after = verdict.retry_after
            self.add_error(
                None,
                f"{limit.most} {self.noun} have come from your network within the hour. Please "
                f"send this one again in {verdict.wait}: everything that you typed is still here.",
            )
        return verdict.allowed and not self.was_robot

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """The page with this form; 429 where the limit speaks."""
        if self.retry_after:
            status = 429
        response = render(request, template, {**context, "form": self}, status=status)
        if self.retry_after:
            response["Retry-After"] = str(self.retry_after)
        return response
