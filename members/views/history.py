"""How membership changed between two days: totals, what happened, and a chart with its table."""

import datetime
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from members import history
from members.figures import Figure
from members.history import Event, HistoryFilter
from members.models import Membership, Organization
from members.timeline import timeline
from members.wording import began
from nscp.kit import charts
from nscp.kit.addresses import with_query
from nscp.kit.dates import spoken
from nscp.kit.views import asked_page

PER_PAGE = 50
CHOICES = ("region", "kind", "level", "focus", "state", "role")
A_YEAR = datetime.timedelta(days=366)


@require_safe
def member_history(request):
    """Who joined, left or changed between two days, under the choices of the member list."""
    shown = Organization.objects.live().visible_to(request.user)
    found = HistoryFilter(_ending(request.GET), queryset=shown)
    past = found.history()
    first, last, turned = _period(found, past)
    events = past.events(first, last)
    what = found.chosen.get("what", [])
    shown_events = [event for event in events if event.shown_as(what)]
    page, page_message = asked_page(request, shown_events, PER_PAGE)
    context = {
        "filter": found,
        "errors": found.errors,
        "groups": [_group(found, name) for name in CHOICES],
        "first": first,
        "last": last,
        "turned": turned,
        "to_come": last > timezone.localdate(),
        "figures": _figures(found, past, events, first, last),
        "timeline": timeline(found, past, first, last),
        "by": found.chosen.get("by", "region"),
        "ways": history.BY,
        "what": what,
        "whats": history.WHAT,
        "page_obj": page,
        "page_message": page_message,
        "rows": _rows(page.object_list, shown),
    }
    return render(request, "members/history.html", context)


def _ending(asked):
    """What was asked for: as of a day, as on every other page, is the history until that day."""
    if "as_of" not in asked or asked.get("to"):
        return asked
    asked = asked.copy()
    asked["to"] = asked["as_of"]
    return asked


def _period(found, past):
    """The two days, and whether they were turned round; by default all that is known."""
    today = timezone.localdate()
    first, last = found.chosen.get("from"), found.chosen.get("to")
    if first and last and first > last:
        return last, first, True
    if first is None:
        # The day before anybody was there, so that the first are among those who joined.
        begins = max(past.begins or today - A_YEAR, history.EARLIEST)
        first = min(begins - datetime.timedelta(days=1), last or today)
    return first, last or max(first, today), False


def _figures(found, past, events, first, last):
    """The members of both days and what lies between, each with the list that makes it."""
    before, after = charts.levels(past.total(), [first, last])
    period = {"from": first.isoformat(), "to": last.isoformat()}

    def happened(what):
        address = with_query(reverse("member-history"), {**found.choices, **period, "what": what})
        number = sum(event.shown_as([what]) for event in events)
        return Figure(number, "", "", f"{address}#events")

    return {
        "before": Figure(before, "member", "members", found.list_on(first)),
        "after": Figure(after, "member", "members", found.list_on(last)),
        **{what: happened(what) for what, _ in history.WHAT},
    }


def _group(found, name):
    """A filter with its choices, and what was wrong with the address's own."""
    field, chosen = found.form.fields[name], found.chosen.get(name, [])
    options = [(value, label, value in chosen) for value, label in field.choices]
    return {
        "name": name,
        "label": field.label,
        "options": options,
        "chosen": bool(chosen),
        "errors": found.errors.get(name, []),
    }


@dataclass(frozen=True)
class Row:
    """An event with its records: (was, is) of each coalition in which something changed."""

    event: Event
    steps: list[tuple[Membership | None, Membership | None]]

    @property
    def member(self) -> Organization:
        return next(term.organization for step in self.steps for term in step if term)

    @property
    def day(self) -> str:
        """The day in words, as precise as the source of a term that began on it."""
        starts = [now for _, now in self.steps if now and now.starts == self.event.day]
        return began(starts[0]) if starts else spoken(self.event.day.isoformat())


def _rows(events, shown):
    """The events with their records; one that was deleted just now is left out."""
    spans = [span for event in events for step in event.steps for span in step if span]
    terms = Membership.objects.filter(organization__in=shown, pk__in=[span.pk for span in spans])
    terms = terms.select_related("organization", "coalition")
    terms = terms.brief("organization", "coalition")
    found = {term.pk: term for term in terms}
    rows = [
        Row(event, [tuple(span and found.get(span.pk) for span in step) for step in event.steps])
        for event in events
    ]
    return [row for row in rows if any(any(step) for step in row.steps)]
