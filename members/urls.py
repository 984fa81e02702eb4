"""Addresses of the pages about regions, members and what they work on."""

from django.urls import path

from members.views import focus_areas, regions

urlpatterns = [
    path("regions/", regions.region_list, name="region-list"),
    path("regions/<slug:slug>/", regions.region_detail, name="region-detail"),
    path("focus-areas/", focus_areas.focus_area_list, name="focus-area-list"),
    path("focus-areas/<slug:slug>/", focus_areas.focus_area_detail, name="focus-area-detail"),
]
