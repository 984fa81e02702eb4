"""Who the members are: organizations, with what they are known by."""

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from nscp.kit.fields import coordinate_constraints, latitude_field, longitude_field
from regions.models import (
    Coalition,
    County,
    FocusArea,
    Level,
    Place,
    Record,
    State,
    Tracked,
    recording,
)
from regions.models.tracked import RecordQuerySet

LIVE = Q(archived_at=None, merged_into=None)
# Pages of their own under /members/: an organization of such a name would have no address.
RESERVED = ("changes", "compare", "embed", "history")
# For rows that lists show only with their organization: its terms and its people.
OF_A_LISTED = Q(
    organization__published=True, organization__archived_at=None, organization__merged_into=None
)


class OrganizationQuerySet(RecordQuerySet):
    """Organizations by state."""

    unread = (*RecordQuerySet.unread, "notes")

    def live(self):
        """Neither archived nor merged."""
        return self.filter(LIVE)

    def listed(self):
        """What lists show to everybody, whoever asks."""
        return self.live().filter(self.model.public)

    def working_on(self, slugs, day=None):
        """Those that carry a focus area, or are on `day` members of a coalition that ranks it."""
        terms = apps.get_model("members", "Membership").objects.on(day or timezone.localdate())
        through = terms.filter(coalition__ranked_focus_areas__focus_area__slug__in=slugs)
        own = OrganizationFocusArea.objects.filter(focus_area__slug__in=slugs)
        return self.filter(
            Q(pk__in=own.values("organization")) | Q(pk__in=through.values("organization"))
        )

    def unverified_since(self, day):
        """Those that nobody has confirmed since `day`."""
        return self.filter(Q(verified_on=None) | Q(verified_on__lt=day))


class Organization(Record):
    """A government, company, university or nonprofit: one table, one history."""

    class Kind(models.TextChoices):
        LOCAL_GOVERNMENT = "local_government", "Local government"
        COMPANY = "company", "Company"
        UNIVERSITY = "university", "University"
        NONPROFIT = "nonprofit", "Nonprofit"

    Level = Level

    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(
        max_length=40,
        choices=Level,
        blank=True,
        help_text="What kind of government; empty for others.",
    )
    summary = models.TextField(blank=True, help_text="Public: what it is, in two sentences.")
    website = models.URLField(blank=True)
    steward = models.ForeignKey(
        Coalition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stewarded",
        help_text="The coalition that keeps this record. Empty: national staff only.",
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        help_text="The same government in the gazetteer.",
    )
    city = models.CharField(max_length=120, blank=True)
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="organizations"
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="organizations"
    )
    population = models.PositiveIntegerField(null=True, blank=True, help_text="Persons.")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()
    published = models.BooleanField(default=False, help_text="Whether the public sees it.")
    verified_on = models.DateField(
        null=True, blank=True, help_text="When somebody last confirmed it."
    )
    source = models.CharField(max_length=500, blank=True)
    source_note = models.TextField(blank=True, help_text="Public: where sources disagree.")
    notes = models.TextField(blank=True, help_text="Private: seen by the steward's people only.")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )

    objects = OrganizationQuerySet.as_manager()
    scope_path = "steward"
    public = Q(published=True)

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["kind", "sort_name"], name="organization_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=LIVE,
                name="one_live_organization_per_slug",
                violation_error_message="Another organization has this slug.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="organization_slug_is_free",
                violation_error_message=f"A slug is none of: {', '.join(RESERVED)}.",
            ),
            models.CheckConstraint(
                condition=Q(kind="local_government") | Q(population=None),
                name="only_governments_have_population",
                violation_error_message="Only a local government has a population.",
            ),
            models.CheckConstraint(
                condition=Q(kind="local_government") & ~Q(level="")
                | ~Q(kind="local_government") & Q(level=""),
                name="governments_have_a_level",
                violation_error_message="A local government has a level, and nobody else has one.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="not_merged_into_itself",
                violation_error_message="An organization cannot be merged into itself.",
            ),
            *coordinate_constraints("organization"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        with recording():
            stored = Organization._base_manager.filter(pk=self.pk).values_list("slug", flat=True)
            former = None if self._state.adding else stored.first()
            super().save(*args, **kwargs)
            if former and former != self.slug:
                self._leave_address(former)

    def get_absolute_url(self):
        return reverse("member-detail", args=[self.slug])

    def _leave_address(self, former: str) -> None:
        """Keep the former slug as an alias, so that links and searches still arrive."""
        addresses = self.aliases.filter(kind="former_slug")
        for alias in addresses.filter(name=self.slug):
            alias.delete()
        if not addresses.filter(name=former).exists():
            self.aliases.create(kind="former_slug", name=former)

    def search_parts(self):
        aliases = [alias.name for alias in self.aliases.all()]
        state = [self.state.name, self.state.usps] if self.state else []
        return [self.name, *aliases, self.city, self.county.name if self.county else "", *state]


class OfOrganization(Tracked):
    """A row that an organization owns: seen with it, edited by its steward's people."""

    record_paths = ("organization",)
    scope_path = "organization__steward"
    public = Q(organization__published=True)

    class Meta:
        abstract = True


class OrganizationFocusArea(OfOrganization):
    """A focus area that an organization works on itself."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="carried_focus_areas"
    )
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, related_name="carried_by")
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "focus area of an organization"
        verbose_name_plural = "focus areas of organizations"
        ordering = ["focus_area__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "focus_area"],
                name="focus_area_once_per_organization",
                violation_error_message="The organization carries this focus area already.",
            )
        ]

    def __str__(self):
        return str(self.focus_area)
