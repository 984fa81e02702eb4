"""What the partnership works on: all topics, and the page of each."""

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members import figures
from nscp.kit.days import asked_day
from regions.models import Coalition, CoalitionFocusArea, FocusArea

SHOWN = 60


@require_safe
def focus_area_list(request):
    """The topics on offer, the most shared first, with who ranks them; then the retired."""
    day = asked_day(request)
    areas = FocusArea.objects.visible_to(request.user).brief()
    areas = areas.prefetch_related(Prefetch("ranked_by", _ranking()))
    counts = figures.listed(request.user, day=day).count_focus()
    offered = areas.offered()
    rows = [(area, _figure(area, counts[area.slug], day)) for area in offered]
    rows.sort(key=lambda row: -len(row[0].ranked_by.all()))  # stable: equals stay in order of name
    context = {
        "day": day,
        "rows": rows,
        "retired": areas.exclude(pk__in=offered.values("pk")),
        "regions": Coalition.objects.visible_to(request.user).count(),
    }
    return render(request, "members/focus_area_list.html", context)


@require_safe
def focus_area_detail(request, slug):
    """One topic: who ranks it and how high, and which members carry it themselves."""
    day = asked_day(request)
    area = get_object_or_404(FocusArea.objects.visible_to(request.user), slug=slug)
    members = figures.listed(request.user, day=day).qs
    carriers = members.filter(carried_focus_areas__focus_area=area).brief()
    reached = figures.listed(request.user, f"focus={area.slug}", day).qs.count()
    context = {
        "day": day,
        "area": area,
        "retired": not FocusArea.objects.offered().contains(area),
        "ranking": _ranking().filter(focus_area=area),
        "regions": Coalition.objects.visible_to(request.user).count(),
        "carriers": carriers[:SHOWN],
        "carrying": carriers.count(),
        "reached": _figure(area, reached, day),
    }
    return render(request, "members/focus_area_detail.html", context)


def _ranking():
    """Who ranks a topic, those that rank it highest first, and how long the list of each is."""
    rows = CoalitionFocusArea.objects.select_related("coalition").defer("coalition__document")
    rows = rows.annotate(length=Count("coalition__ranked_focus_areas"))
    return rows.order_by("rank", "coalition__name")


def _figure(area, number, day):
    return figures.Figure(number, "member", "members", figures.member_list(day, focus=area.slug))
