"""Who belongs to which coalition, from when until when, and how we know."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.models.organizations import OF_A_LISTED, Organization
from nscp.kit.dates import validate_partial_date
from regions.models import Coalition, Record, recording
from regions.models.tracked import RecordQuerySet


class MembershipQuerySet(RecordQuerySet):
    """Memberships by the day: the only place that reads a status out of the dates."""

    def on(self, day):
        """Terms that hold on `day`; `ends` is the first day without membership."""
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)

    def current(self):
        """Terms that hold today."""
        return self.on(timezone.localdate())

    def in_status(self, statuses, day):
        """Terms that are, on `day`, in one of `statuses`: upcoming, current or ended."""
        states = self.model.Status
        rules = {
            states.UPCOMING: Q(starts__gt=day),
            states.CURRENT: Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day)),
            states.ENDED: Q(ends__lte=day),
        }
        chosen = Q(pk__in=())
        for status in statuses:
            chosen |= rules[status]
        return self.filter(chosen)

    def with_status(self, day):
        """Each term with its `status` on `day`."""
        states = self.model.Status
        return self.annotate(
            status=models.Case(
                models.When(ends__lte=day, then=models.Value(states.ENDED)),
                models.When(starts__gt=day, then=models.Value(states.UPCOMING)),
                default=models.Value(states.CURRENT),
            )
        )

    def stated(self):
        """Terms that a source states as membership; a partner or stakeholder is a tie."""
        return self.exclude(role__in=self.model.TIES)

    def covering(self):
        """Stated terms of governments in the gazetteer: they make a place a member place."""
        return self.stated().filter(organization__place__isnull=False)

    def overlapping(self, term):
        """Other terms of the same organization and coalition that share a day with `term`."""
        rows = self.filter(organization=term.organization_id, coalition=term.coalition_id)
        rows = rows.filter(Q(ends=None) | Q(ends__gt=term.starts))
        if term.ends:
            rows = rows.filter(starts__lt=term.ends)
        return rows.exclude(pk=term.pk)


class Membership(Record):
    """One term of an organization in a coalition. A renewal is a new row."""

    class Role(models.TextChoices):
        FOUNDER = "founder", "Founder"
        FOUNDING_MEMBER = "founding_member", "Founding member"
        FOUNDING_SUPPORTER = "founding_supporter", "Founding supporter"
        LEAD = "lead_organization", "Lead organization"
        HOST = "host", "Host"
        MEMBER = "member", "Member"
        PARTICIPATING = "participating_member", "Participating member"
        COMMITTED = "committed_participant", "Committed participant"
        CIVIC_PARTNER = "civic_partner", "Civic partner"
        CORPORATE_PARTNER = "corporate_partner", "Corporate partner"
        CORPORATE_PARTICIPANT = "corporate_participant", "Corporate participant"
        PARTNER = "partner", "Partner"
        STAKEHOLDER = "stakeholder", "Stakeholder"

    class Status(models.TextChoices):
        CURRENT = "current", "Current"
        UPCOMING = "upcoming", "Upcoming"
        ENDED = "ended", "Ended"

    TIES = (Role.PARTNER, Role.STAKEHOLDER)

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    coalition = models.ForeignKey(Coalition, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role, default=Role.MEMBER)
    starts = models.DateField(default=timezone.localdate)
    starts_known = models.BooleanField(
        "start is known",
        default=True,
        help_text="Off where the start is only the first day that a source speaks of.",
    )
    ends = models.DateField(null=True, blank=True, help_text="First day without membership.")
    source = models.CharField(max_length=500, blank=True, help_text="Where we know it from.")
    as_of = models.CharField(
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text="The day, month or year that the source speaks of: 2021-10-04, 2021-10 or 2021.",
    )
    source_note = models.TextField(blank=True, help_text="Public: where sources disagree.")

    objects = MembershipQuerySet.as_manager()
    record_paths = ("organization",)
    scope_path = "coalition"
    public = OF_A_LISTED

    class Meta:
        ordering = ["coalition__name", "-starts", "pk"]
        indexes = [
            models.Index(fields=["organization", "coalition", "starts"], name="membership_terms"),
            models.Index(fields=["coalition", "starts", "ends"], name="membership_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="membership_ends_after_start",
                violation_error_message="The end has to come after the start.",
            ),
            models.CheckConstraint(
                condition=Q(source="") | ~Q(as_of=""),
                name="membership_source_has_a_date",
                violation_error_message="A source needs the date it speaks of.",
            ),
        ]

    def __str__(self):
        return f"{self.organization} in {self.coalition}"

    def search_parts(self):
        return [self.organization.name, self.coalition.name, self.get_role_display()]

    def clean(self):
        if self.organization_id and self._state.adding:
            self._refuse_archived()
        if self.organization_id and self.coalition_id and self.starts:
            self._refuse_overlap()

    def save(self, *args, **kwargs):
        # Writers of one organization's terms ask one after the other: SQLite's are serial anyway,
        # PostgreSQL's wait here, and a constraint there has the last word.
        with recording():
            organization = Organization._base_manager.filter(pk=self.organization_id)
            organization.select_for_update(no_key=True).values_list("pk").first()
            self._refuse_overlap()
            super().save(*args, **kwargs)

    def _refuse_archived(self):
        if not Organization.objects.live().filter(pk=self.organization_id).exists():
            raise ValidationError(
                f"{self.organization} is archived: bring it back before it joins again.",
                code="archived",
            )

    def _refuse_overlap(self):
        other = Membership.objects.overlapping(self).first()
        if other:
            until = f"until {other.ends}" if other.ends else "with no end"
            raise ValidationError(
                f"{self.organization} already has a term in {self.coalition} "
                f"from {other.starts} {until}: terms do not overlap.",
                code="overlap",
            )
