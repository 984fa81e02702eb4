"""The whole URL map on one screen."""

from django.contrib import admin
from django.urls import include, path

from nscp import search, sitemaps, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("members.urls")),
    path("search/", search.search, name="search"),
    path("admin/", admin.site.urls),
    path("api/", include("nscp.api")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap-section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
