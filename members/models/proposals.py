"""Corrections that somebody proposes to a public record, field by field."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from members.models.applications import new_token
from members.models.organizations import Organization
from regions.models import Tracked
from regions.models.tracked import TrackedQuerySet

# The columns of an organization that anybody may propose to change, as people call them.
CORRECTABLE = {
    "name": "Name",
    "summary": "What it is",
    "website": "Website",
    "city": "City",
    "level": "Kind of government",
    "population": "Population",
    "population_year": "Year of the population",
}
GOVERNMENTAL = ("level", "population", "population_year")
NOTHING = (
    "Nothing here differs from the record, and nothing else is said: change what is wrong, or say "
    "it under “Something else”."
)


def correctable(organization: Organization) -> tuple[str, ...]:
    """The columns that can be proposed for this organization."""
    if organization.kind == Organization.Kind.LOCAL_GOVERNMENT:
        return tuple(CORRECTABLE)
    return tuple(name for name in CORRECTABLE if name not in GOVERNMENTAL)


def column(name: str) -> Any:
    """The column of an organization that a proposed change is about."""
    return Organization._meta.get_field(name)


def text_of(organization: Organization, name: str) -> str:
    """A column's value as a proposal keeps it; what is not known is empty."""
    value = getattr(organization, name)
    return "" if value is None else str(value)


class ProposalQuerySet(TrackedQuerySet):
    """Proposals by state."""

    def open(self):
        """Those that wait for a decision."""
        return self.filter(state=self.model.State.OPEN)


class Proposal(Tracked):
    """What somebody thinks is wrong in a record; who keeps it accepts some of it, with a reason.

    `version` is the state of the record that the proposal was written on.
    """

    class State(models.TextChoices):
        OPEN = "open", "waiting for a decision"
        DECIDED = "decided", "decided"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="proposals")
    version = models.PositiveIntegerField(editable=False)
    message = models.TextField(max_length=4000, blank=True)
    source = models.CharField(
        max_length=500, blank=True, help_text="Where it can be seen that this is right."
    )
    proposer_name = models.CharField("name of the proposer", max_length=120)
    proposer_email = models.EmailField("e-mail of the proposer")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    reason = models.TextField(blank=True, help_text="The proposer reads this.")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    token = models.CharField(max_length=40, unique=True, editable=False, default=new_token)

    objects = ProposalQuerySet.as_manager()
    scope_path = "organization__steward"
    unlogged = frozenset({"token"})  # whoever has it reads the proposer's own page

    class Meta:
        verbose_name = "proposed correction"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by=None)
                | Q(state="decided", decided_at__isnull=False, decided_by__isnull=False),
                name="decided_proposal_has_a_decision",
                violation_error_message="Who decided, and when, goes with a decision alone.",
            )
        ]

    def __str__(self):
        return f"Correction to {self.organization}"


class ProposedChange(Tracked):
    """One column of a proposal: what stood there, what it should be, and what became of that."""

    class Verdict(models.TextChoices):
        PENDING = "pending", "waiting"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=20, choices=CORRECTABLE)
    before = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.PENDING)

    scope_path = "proposal__organization__steward"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "field"],
                name="one_change_per_proposed_field",
                violation_error_message="The proposal speaks of this field already.",
            ),
            models.CheckConstraint(
                condition=~Q(before=F("proposed")),
                name="proposed_change_differs",
                violation_error_message="What is proposed stands there already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()} of {self.proposal.organization}"

    @property
    def now(self) -> str:
        """What stands in the record by now."""
        return text_of(self.proposal.organization, self.field)

    @property
    def moved(self) -> bool:
        """Whether somebody changed the column since, to something else than what is proposed."""
        return self.now not in {self.before, self.proposed}

    @property
    def value(self) -> Any:
        """What is proposed, as the column stores it."""
        target = column(self.field)
        return None if target.null and not self.proposed else target.to_python(self.proposed)

    def told(self, text: str) -> str:
        """A value for people: a choice by its name, and that there is none."""
        return str(dict(column(self.field).flatchoices).get(text, text)) or "nothing"
