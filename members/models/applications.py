"""Requests to join a coalition."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from members.models.memberships import Membership
from members.models.organizations import Organization
from nscp.kit.text import fold
from regions.models import Coalition, Role, Tracked
from regions.models.tracked import TrackedQuerySet


def new_token() -> str:
    """A secret address for the applicant's status page: 192 random bits."""
    return secrets.token_urlsafe(24)


class ApplicationQuerySet(TrackedQuerySet):
    """Applications by state."""

    def open(self):
        """Those that wait for a decision."""
        return self.filter(state=self.model.State.OPEN)


class Application(Tracked):
    """A request to join, decided by the coalition concerned, with a reason the applicant reads."""

    class State(models.TextChoices):
        OPEN = "open", "waiting for a decision"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"

    coalition = models.ForeignKey(Coalition, models.PROTECT, related_name="applications")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        help_text="Where the applicant is already in the directory.",
    )
    organization_name = models.CharField(max_length=160)
    organization_key = models.CharField(max_length=160, editable=False)
    kind = models.CharField(max_length=20, choices=Organization.Kind)
    level = models.CharField(
        "kind of government",
        max_length=40,
        choices=Organization.Level,
        blank=True,
        help_text="For a local government: city, town, county ...",
    )
    website = models.URLField(blank=True)
    contact_name = models.CharField("your name", max_length=120)
    contact_title = models.CharField("your role", max_length=160, blank=True)
    contact_email = models.EmailField("your e-mail address")
    message = models.TextField("what you want to work on", max_length=4000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    reason = models.TextField(blank=True, help_text="The applicant reads this.")
    membership = models.OneToOneField(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="application",
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    token = models.CharField(max_length=40, unique=True, editable=False, default=new_token)

    objects = ApplicationQuerySet.as_manager()
    scope_path = "coalition"
    unlogged = frozenset({"token"})  # whoever has it reads the applicant's own page
    edit_roles = (Role.DIRECTOR,)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "organization"],
                condition=Q(state="open"),
                name="one_open_application",
                violation_error_message="An application of this organization is already open here.",
            ),
            models.UniqueConstraint(
                fields=["coalition", "organization_key"],
                condition=Q(state="open"),
                name="one_open_application_per_name",
                violation_error_message="An application under this name is already open here.",
            ),
        ]

    def __str__(self):
        return f"{self.organization_name} to {self.coalition}"

    def clean(self):
        self.organization_key = fold(self.organization_name)
        government = self.kind == Organization.Kind.LOCAL_GOVERNMENT
        if government and not self.level:
            raise ValidationError({"level": "Say what kind of government it is."})
        if self.level and not government:
            raise ValidationError(
                {"level": "Only a local government is one of these: leave it empty."}
            )

    def save(self, *args, **kwargs):
        self.organization_key = fold(self.organization_name)
        super().save(*args, **kwargs)
