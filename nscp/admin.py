"""The admin as a whole: its name, its start page, its order."""

from django.contrib import admin
from django.http import HttpRequest

from members.waiting import waiting_for
from regions.models import Change
from regions.pickers import ScopedAutocomplete

SECTIONS = ("Members", "Coalitions", "People", "Log", "Geography", "Details")


class DirectoryAdminSite(admin.AdminSite):
    """Django's admin, scoped, branded, and opening on what waits for whoever signs in."""

    site_header = "NSCP directory"
    site_title = "NSCP directory"
    index_title = "What needs you"
    index_template = "admin/start.html"
    enable_nav_sidebar = True

    def get_urls(self):
        """Without Django's redirect to a row's public page: it would tell any row's address."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request: HttpRequest):
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        latest = Change.objects.visible_to(request.user).exclude(before={}, after={})
        context = {
            "waiting": waiting_for(request.user),
            "latest": latest.select_related("change_set__actor")[:10],
        }
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """By task instead of by app: what directors do daily comes first."""
        if app_label:
            return super().get_app_list(request, app_label)
        models = [model for app in super().get_app_list(request) for model in app["models"]]
        grouped = []
        for section in SECTIONS:
            own = [model for model in models if self._section(model) == section]
            if own:
                grouped.append({"name": section, "app_label": section.lower(), "models": own})
        return grouped

    def _section(self, model):
        return getattr(self._registry[model["model"]], "section", SECTIONS[-1])
