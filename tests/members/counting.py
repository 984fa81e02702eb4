"""What the tests of the coverage share: days and terms to draw from, and the coverage by slugs."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members.coverage import coverage
from nscp.kit.days import Day
from tests import factories as make

TODAY = timezone.localdate()
RECENT, LAST_YEAR = TODAY - datetime.timedelta(365), TODAY - datetime.timedelta(366)
PAST = TODAY - datetime.timedelta(900)
# From when until when a term is drawn to hold.
SPANS = {
    "then and now": (make.LONG_AGO, None),
    "then": (make.LONG_AGO, TODAY),
    "now": (TODAY, None),
    "to come": (TODAY + datetime.timedelta(1), None),
}
REGIONS = "nsw"


def counted(day=None, user=None):
    chosen = Day(day, asked=True) if day else Day(TODAY)
    return coverage(user or AnonymousUser(), chosen)


def shown(found):
    """Each cell by the slugs of its region and its focus area."""
    return {(cell.region.slug, cell.area.slug): cell for cell in found.cells}


def helpers(cell):
    return [helper.region.slug for helper in cell.helpers]
