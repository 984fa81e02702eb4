"""Where things are: states, counties, and the governments that the gazetteer knows."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from nscp.kit.fields import coordinate_constraints, latitude_field, longitude_field
from regions.models.scoped import EVERY_ROW
from regions.models.tracked import Record, Tracked


def earlier_population_constraints(name: str) -> list[models.CheckConstraint]:
    """An earlier population comes with its year, which is before that of the other."""
    return [
        models.CheckConstraint(
            condition=Q(population_earlier=None, population_earlier_year=None)
            | Q(population_earlier__isnull=False, population_earlier_year__isnull=False),
            name=f"{name}_earlier_population_has_a_year",
            violation_error_message=(
                "An earlier population comes with its year: give both or neither."
            ),
        ),
        models.CheckConstraint(
            condition=Q(population_earlier_year=None)
            | Q(population_earlier_year__lt=F("population_year")),
            name=f"{name}_earlier_population_is_earlier",
            violation_error_message="The earlier population is of a year before the other's.",
        ),
    ]


def yearly_growth(now: int | None, year: int | None, before: int | None, then: int | None):
    """By what part a population grew in a mean year, 0.012 for 1.2%; None where that is unknown."""
    if not (now and year and before and then and year > then):
        return None
    return (now / before) ** (1 / (year - then)) - 1


class Growing:
    """What has two populations, and so a growth."""

    @property
    def growth(self) -> float | None:
        return yearly_growth(
            self.population,
            self.population_year,
            self.population_earlier,
            self.population_earlier_year,
        )


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


class County(Growing, Tracked):
    """A county or its equivalent: the unit that regions are made of."""

    geoid = models.CharField(
        "GEOID", max_length=5, primary_key=True, help_text="Census county code, 5 digits."
    )
    name = models.CharField(max_length=80)
    state = models.ForeignKey(State, models.PROTECT, related_name="counties")
    population = models.PositiveIntegerField(null=True, blank=True, help_text="Persons.")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    population_earlier = models.PositiveIntegerField(
        null=True, blank=True, help_text="Persons in an earlier year: growth is counted from it."
    )
    population_earlier_year = models.PositiveSmallIntegerField(null=True, blank=True)
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
            *earlier_population_constraints("county"),
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


class Place(Growing, Record):
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
    population_earlier = models.PositiveIntegerField(
        null=True, blank=True, help_text="Persons in an earlier year: growth is counted from it."
    )
    population_earlier_year = models.PositiveSmallIntegerField(null=True, blank=True)
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
            *earlier_population_constraints("place"),
        ]

    def __str__(self):
        return f"{self.display_name}, {self.state.usps}"

    def get_absolute_url(self):
        return reverse("place-detail", args=[self.slug])

    def search_parts(self):
        return [self.name, self.display_name, self.county.name, self.state.name, self.state.usps]
