"""The coverage of the regions: as a page, and its matrix as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members import coverage as counted
from nscp.kit.api import formats
from nscp.kit.api.parameters import Query
from nscp.kit.api.problems import Problem, respond
from nscp.kit.api.shapes import write
from nscp.kit.api.tables import Column, lines
from nscp.kit.days import asked_day

COLUMNS = (
    Column("region", "region.slug"),
    Column("region_name", "region.name"),
    Column("focus_area", "focus_area.slug"),
    Column("focus_area_name", "focus_area.name"),
    Column("members"),
    Column("verified"),
    Column("rank"),
    Column("gap", "gaps"),
    Column("helpers"),
)
FORMATS = {"csv": formats.CSV, "json": formats.JSON}


@require_safe
def coverage(request):
    """Who works on what in which region, where nobody does, and how much of each is covered."""
    if "format" in request.GET:
        return _file(request)
    day = asked_day(request)
    found = counted.coverage(request.user, day)
    rows = [(topic, [(cell, found.shade(cell)) for cell in topic.cells]) for topic in found.topics]
    return render(request, "members/coverage.html", {"day": day, "coverage": found, "rows": rows})


def _file(request):
    """The matrix for a program, which gets an error where a reader gets today's page."""
    query, day = Query(request.GET, ["as_of", "format"]), asked_day(request)
    wanted = query.choice("format", FORMATS)
    if query.one("as_of") and day.error:
        query.fault("as_of", "invalid-value", day.error)
    try:
        query.refuse()
    except Problem as problem:
        return respond(problem)
    shape = FORMATS[wanted]
    date = day.date.isoformat()
    documents = (write(cell.document) for cell in counted.coverage(request.user, day).cells)
    text = (
        "".join(lines(documents, COLUMNS))
        if shape is formats.CSV
        else formats.envelope(documents, as_of=date)
    )
    name = f'attachment; filename="coverage-{date}.{shape.name}"'
    headers = {"Content-Disposition": name}
    return HttpResponse(text, content_type=shape.content_type, headers=headers)
