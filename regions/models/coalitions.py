"""The coalitions of the partnership, the regions they serve, and what each puts first."""

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.urls import reverse

from nscp.kit.dates import validate_partial_date
from regions.models.geography import County, State
from regions.models.scoped import EVERY_ROW, Role
from regions.models.topics import FocusArea
from regions.models.tracked import Record, RecordQuerySet, Tracked


class CoalitionQuerySet(RecordQuerySet):
    """Coalitions by the day: what a page of another day says of each.

    `founded` is as precise as its source. Written this way, dates sort as text, a year or a month
    like its first day; where no source gives one, nothing says that the coalition came later.
    """

    def founded_by(self, day):
        """Those of which no source says that they were founded after `day`."""
        return self.filter(founded__lte=day.isoformat())

    def as_of(self, day):
        """Each with what was still to come on `day`: `founded_later`, `joined_later`."""
        boolean = models.BooleanField()
        return self.annotate(
            founded_later=ExpressionWrapper(Q(founded__gt=day.isoformat()), boolean),
            joined_later=ExpressionWrapper(Q(joined_on__isnull=False, joined_on__gt=day), boolean),
        )


class Coalition(Record):
    """A member of NSCP, with the region it serves: a set of counties, which is not a state.

    Arizona has two coalitions, and Kansas City's lies in two states.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=30, blank=True, help_text="As in KCDD.")
    area_name = models.CharField(max_length=80, help_text="The region in words: Greater Phoenix.")
    summary = models.TextField(blank=True)
    home_state = models.ForeignKey(State, models.PROTECT, related_name="coalitions")
    led_by = models.CharField(
        max_length=120,
        blank=True,
        help_text="The organization that leads it, where that is another.",
    )
    website = models.URLField(blank=True)
    founded = models.CharField(
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text="As precise as the source: 2012, 2017-09 or 2017-09-25.",
    )
    joined_on = models.DateField(
        null=True, blank=True, help_text="The day it joined the partnership."
    )
    source = models.CharField(max_length=500, blank=True)
    source_note = models.TextField(blank=True, help_text="Public: where sources disagree.")
    counties = models.ManyToManyField(County, through="CoalitionCounty", related_name="coalitions")

    objects = CoalitionQuerySet.as_manager()
    public = EVERY_ROW
    scope_path = "pk"
    edit_roles = (Role.DIRECTOR,)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("region-detail", args=[self.slug])

    def search_parts(self):
        aliases = [alias.name for alias in self.aliases.all()]
        return [self.name, self.short_name, self.area_name, *aliases, self.home_state.name]


class OfCoalition(Tracked):
    """A row that a coalition owns: everybody sees it, the coalition's director edits it."""

    record_paths = ("coalition",)
    public = EVERY_ROW
    scope_path = "coalition"
    edit_roles = (Role.DIRECTOR,)

    class Meta:
        abstract = True


class CoalitionAlias(OfCoalition):
    """Another name under which a coalition stands in print; searching finds it by this too."""

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "coalition aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "name"],
                name="one_alias_per_coalition",
                violation_error_message="The coalition has this alias already.",
            )
        ]

    def __str__(self):
        return self.name


class CoalitionCounty(OfCoalition):
    """A county that a coalition serves, and how we know."""

    class Basis(models.TextChoices):
        SOURCED = "sourced", "named by a source"
        INFERRED = "inferred", "inferred"

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="served_counties")
    county = models.ForeignKey(County, models.PROTECT, related_name="served_by")
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.SOURCED)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=500)

    scope_path = ""  # the outline of a region is a national matter

    class Meta:
        verbose_name = "served county"
        verbose_name_plural = "served counties"
        ordering = ["county__state__name", "county__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "county"],
                name="one_row_per_served_county",
                violation_error_message="The coalition serves this county already.",
            )
        ]

    def __str__(self):
        return str(self.county)


class CoalitionFocusArea(OfCoalition):
    """A focus area in a coalition's own order; 1 comes first."""

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="ranked_focus_areas")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, related_name="ranked_by")
    rank = models.PositiveSmallIntegerField(help_text="1 comes first; equal ranks are a tie.")
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "ranked focus area"
        ordering = ["coalition", "rank", "focus_area"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "focus_area"],
                name="focus_area_once_per_coalition",
                violation_error_message="The coalition ranks this focus area already.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1),
                name="rank_starts_at_1",
                violation_error_message="Ranks start at 1.",
            ),
        ]

    def __str__(self):
        return f"{self.rank}. {self.focus_area}"


class Leader(OfCoalition):
    """A person who speaks for a coalition in public, as a source names them on a date."""

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="leaders")
    position = models.PositiveSmallIntegerField(default=1, help_text="Order on the page.")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160)
    as_of = models.CharField(max_length=10, validators=[validate_partial_date])
    quoted = models.BooleanField(default=False, help_text="Quoted for the national partnership.")
    source = models.CharField(max_length=500)

    class Meta:
        ordering = ["coalition", "position", "name"]

    def __str__(self):
        return f"{self.name}, {self.title}"
