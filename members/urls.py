"""Addresses of the pages about regions, members and what they work on."""

from django.urls import path

from members.views import (
    applying,
    compare,
    contact,
    corrections,
    coverage,
    directory,
    files,
    focus_areas,
    history,
    lists,
    places,
    profile,
    regions,
)

urlpatterns = [
    path("regions/", regions.region_list, name="region-list"),
    path("regions/<slug:slug>/", regions.region_detail, name="region-detail"),
    path("members/", directory.MemberList.as_view(), name="member-list"),
    path("members/history/", history.member_history, name="member-history"),
    path("members/compare/", compare.compare, name="member-compare"),
    path("members/changes.atom", lists.changes_feed, name="member-feed"),
    path("members/embed/", lists.embed, name="member-embed"),
    path("members/<slug:slug>/", profile.member_detail, name="member-detail"),
    path("members/<slug:slug>/contact/", contact.contact, name="member-contact"),
    path("members/<slug:slug>/contact/sent/", contact.contact_sent, name="member-contact-sent"),
    path("members/<slug:slug>/correction/", corrections.correction, name="member-correction"),
    path("corrections/<slug:token>/", corrections.correction_status, name="correction-status"),
    path("card.png", files.home_card, name="home-card"),
    path("regions/<slug:slug>/card.png", files.region_card, name="region-card"),
    path("members/<slug:slug>/card.png", files.member_card, name="member-card"),
    path("members/<slug:slug>/card.vcf", files.member_vcard, name="member-vcard"),
    path("join/", applying.join, name="join"),
    path("join/status/<slug:token>/", applying.application_status, name="application-status"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("places/", places.PlaceList.as_view(), name="place-list"),
    path("places/<slug:slug>/", places.place_detail, name="place-detail"),
    path("focus-areas/", focus_areas.focus_area_list, name="focus-area-list"),
    path("focus-areas/<slug:slug>/", focus_areas.focus_area_detail, name="focus-area-detail"),
]
