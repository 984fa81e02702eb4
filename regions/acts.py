"""Acts: what may be done to a row beside changing its fields: a button, a question, a service.

An act is offered by the same querysets that check it. Acts that ask nothing are list actions too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from regions.models import Door, acting, recording
from regions.rights import MANAGE, Right, may


class DayInput(forms.DateInput):
    """The browser's own calendar: no script needed."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


@dataclass(frozen=True)
class Act:
    """One act: `perform(row, by=user, **answers)` is a service; `when` says in which state it fits.

    A field `reason` of the form also goes into the log, as why it was done.
    """

    name: str
    label: str
    done: str
    perform: Callable[..., Any]
    form: type[forms.Form] = forms.Form
    right: Right = MANAGE
    when: Callable[[QuerySet], QuerySet] = lambda rows: rows
    danger: bool = False

    @property
    def asks(self) -> bool:
        return bool(self.form.base_fields)

    def form_for(self, row) -> type[forms.Form]:
        """The question, for an act that asks each row something else."""
        return self.form

    def on(self, row, request, answers) -> None:
        """Do it in one change set, with the reason in the log."""
        reason = answers.get("reason", "")[:300]
        who = {"user": request.user, "door": Door.ADMIN, "request_id": getattr(request, "id", "")}
        with acting(**who, reason=reason), recording():
            self.perform(row, by=request.user, **answers)


class Acting:
    """Left of ModelAdmin: its `acts` as buttons of a row's page and as actions of the list."""

    acts: Sequence[Act] = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        view = self.admin_site.admin_view(self.act_view)
        return [path("<path:object_id>/act/<slug:act>/", view, name=name), *super().get_urls()]

    def offered_acts(self, request, row):
        """Each act that the person may do to the row as it stands."""
        rows = self.model._default_manager.filter(pk=row.pk)
        for act in self.acts:
            if may(request, act.right, self.model, row) and act.when(rows).exists():
                yield act

    def render_change_form(self, request, context, **options):
        obj = options.get("obj")
        if obj is not None and not context.get("is_popup"):
            context["acts"] = [
                {
                    "act": act,
                    "form": act.form_for(obj)(auto_id=f"{act.name}_%s"),
                    "url": self._url(obj, act),
                }
                for act in self.offered_acts(request, obj)
            ]
        return super().render_change_form(request, context, **options)

    def act_view(self, request, object_id, act):
        """Ask, and on POST act; what the service refuses comes back beside the question."""
        row = self.get_object(request, unquote(object_id))
        act = next((known for known in self.acts if known.name == act), None)
        if act is None:
            raise Http404("There is no such act.")
        if not may(request, act.right, self.model, row):
            raise PermissionDenied(f"Only a director may do this: {act.label}.")
        form = act.form_for(row)(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                act.on(row, request, form.cleaned_data)
            except ValidationError as error:
                self._tell(form, error)
            else:
                messages.success(request, f"{row}: {act.done}.")
                return HttpResponseRedirect(self._page(row))
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "subtitle": str(row),
            "act": act,
            "form": form,
            "original": row,
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/act.html", context)

    def get_actions(self, request):
        actions = super().get_actions(request)
        for act in self.acts:
            if actions is not None and not act.asks and may(request, act.right, self.model):
                run = partial(self._act_on_many, act=act)
                actions[act.name] = (run, act.name, f"{act.label}: selected")
        return actions

    @staticmethod
    def _act_on_many(modeladmin, request, queryset, *, act):
        """Row by row: one that the service refuses does not keep back the others."""
        allowed = act.when(act.right.rows(queryset, request.user))
        left, done = queryset.count(), 0
        with recording():
            for row in allowed:
                try:
                    act.on(row, request, {})
                    done += 1
                except ValidationError as error:
                    messages.error(request, f"{row}: {' '.join(error.messages)}")
        if done:
            messages.success(request, f"{done} {act.done}.")
        if left > done:
            messages.warning(request, f"{left - done} left as they are.")

    @staticmethod
    def _tell(form, error):
        """Put each message beside its field, where the form has that field."""
        for name, told in getattr(error, "error_dict", {None: error.messages}).items():
            for message in ValidationError(told).messages:
                form.add_error(name if name in form.fields else None, message)

    def _page(self, row):
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(row.pk)]
        )

    def _url(self, row, act):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        return reverse(name, args=[quote(row.pk), act.name])
