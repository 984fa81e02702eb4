"""What search engines are told: every public address, and what they need not read."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as built_in
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.models import Organization
from nscp.kit.head import site_of
from regions.models import Coalition, FocusArea, Place

PAGES = (
    "home",
    "region-list",
    "member-list",
    "member-history",
    "focus-area-list",
    "place-list",
    "coverage",
    "join",
    "api-docs",
)
UNREAD = ("/admin/", "/search/?", "/join/status/", "/corrections/")


class Pages(Sitemap):
    """The pages that are there once."""

    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


class Records(Sitemap):
    """The pages of records that everybody sees."""

    def __init__(self, model):
        self.model = model

    def items(self):
        rows = self.model.objects.visible_to(AnonymousUser()).order_by("slug")
        return rows.only("slug", "changed_at")

    def lastmod(self, item):
        return item.changed_at


class Members(Records):
    """The pages of members; what is archived or merged has none."""

    def items(self):
        return super().items().live()


class Places(Records):
    """The pages of places that are no members: a member's leads on to the member's own."""

    def items(self):
        members = Organization.objects.listed().exclude(place=None)
        return super().items().exclude(pk__in=members.values("place"))


SECTIONS = {
    "pages": Pages(),
    "regions": Records(Coalition),
    "members": Members(Organization),
    "focus-areas": Records(FocusArea),
    "places": Places(Place),
}


@require_safe
def sitemap(request):
    """All addresses in one file; an index of the sections where that would be too long for one."""
    if sum(each.paginator.count for each in SECTIONS.values()) <= Sitemap.limit:
        return _plain(built_in.sitemap(request, SECTIONS))
    return _plain(built_in.index(request, SECTIONS, sitemap_url_name="sitemap-section"))


@require_safe
def section(request, section):
    """The addresses of one kind."""
    return _plain(built_in.sitemap(request, SECTIONS, section))


def _plain(response):
    """Rendered now, so that whatever keeps pages may keep it."""
    return response.render()


@require_safe
def robots(request):
    """What a robot need not read: what is private anyway, and endless lists of hits."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNREAD), ""]
    lines.append(f"Sitemap: {site_of(request)}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
