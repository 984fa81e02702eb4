"""Where things are: states, counties, and the governments that the gazetteer knows."""

from django.db import models
from django.db.models import Q

from nscp.kit.fields import coordinate_constraints, latitude_field, longitude_field
from regions.models.scoped import EVERY_ROW
from regions.models.tracked import Record, Tracked


class State(Tracked):
    """A state of the United States, or the District of Columbia."""

    fips = models.CharField("FIPS code", max_length=2, primary_key=True)
    usps = models.CharField("postal code", max_length=2, unique=True)
    name = models.CharField(max_length=40, unique=True)

    public = EVERY_ROW

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class County(Tracked):
    """A county or its equivalent: the unit that regions are made of."""

    geoid = models.CharField(
        "GEOID", max_length=5, primary_key=True, help_text="Census county code, 5 digits."
    )
    name = models.CharField(max_length=80)
    state = models.ForeignKey(State, models.PROTECT, related_name="counties")
    population = models.PositiveIntegerField(null=True, blank=True, help_text="Persons.")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()

    public = EVERY_ROW

    class Meta:
        verbose_name_plural = "counties"
        ordering = ["state__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(geoid__regex=r"^[0-9]{5}\Z"),
                name="county_geoid_is_5_digits",
                violation_error_message="A county's GEOID is 5 digits.",
            ),
            *coordinate_constraints("county"),
        ]

    def __str__(self):
        return f"{self.name}, {self.state.usps}"


class Level(models.TextChoices):
    """What kind of government a local government is."""

    CITY = "city", "City"
    TOWN = "town", "Town"
    VILLAGE = "village", "Village"
    COUNTY = "county", "County"
    COUNCIL = "council_of_governments", "Council of governments"
    METROPOLITAN = "metropolitan_planning_organization", "Metropolitan planning organization"
    TRANSIT = "transit_authority", "Transit authority"
    AIRPORT = "airport_authority", "Airport authority"
    DISTRICT = "special_district", "Special district"
    TRIBAL = "tribal_nation", "Tribal nation"
    STATE_AGENCY = "state_agency", "State agency"


class Place(Record):
    """A government in the gazetteer, member or not: they say how much of a region is covered."""

    Level = Level

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=120, help_text="Without its status: Plano.")
    display_name = models.CharField(max_length=160, help_text="With its status: City of Plano.")
    level = models.CharField(max_length=40, choices=Level)
    state = models.ForeignKey(State, models.PROTECT, related_name="places")
    county = models.ForeignKey(County, models.PROTECT, related_name="places")
    other_county = models.ForeignKey(
        County,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it lies in two.",
    )
    geoid = models.CharField(
        "GEOID",
        max_length=7,
        unique=True,
        null=True,
        blank=True,
        help_text="Census code: 7 digits for a place, 5 for a county.",
    )
    population = models.PositiveIntegerField(null=True, blank=True, help_text="Persons.")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()
    website = models.URLField(blank=True)
    source = models.CharField(max_length=300)
    source_note = models.TextField(blank=True, help_text="Public: what to know about the source.")

    public = EVERY_ROW

    class Meta:
        ordering = ["name", "state", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(geoid=None) | Q(geoid__regex=r"^([0-9]{5}|[0-9]{7})\Z"),
                name="place_geoid_is_5_or_7_digits",
                violation_error_message="A GEOID is 7 digits for a place, 5 for a county.",
            ),
            *coordinate_constraints("place"),
        ]

    def __str__(self):
        return f"{self.display_name}, {self.state.usps}"

    def search_parts(self):
        return [self.name, self.display_name, self.county.name, self.state.name, self.state.usps]
