"""Who acts for a coalition, as what, and from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regions.models.scoped import Role
from regions.models.tracked import Tracked, TrackedQuerySet


class DirectorshipQuerySet(TrackedQuerySet):
    """Terms by the day they hold."""

    def on(self, day):
        """Terms that hold on `day`; `ends` is the first day without rights."""
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)

    def current(self):
        """Terms that hold today: rights end with the term, nobody has to take them away."""
        return self.on(timezone.localdate())


class Directorship(Tracked):
    """A person's term as director, editor or viewer; without a coalition, of all of them."""

    Role = Role

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="directorships",
        verbose_name="person",
    )
    coalition = models.ForeignKey(
        "Coalition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directorships",
        help_text="Empty for national staff, who act for every coalition.",
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True, help_text="First day without these rights.")

    objects = DirectorshipQuerySet.as_manager()
    scope_path = "coalition"
    within_reach = Q(
        role__in=[Role.EDITOR, Role.VIEWER]
    )  # a director invites these; national staff, directors
    edit_roles = (Role.DIRECTOR,)

    class Meta:
        ordering = ["coalition__name", "role", "user__username", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="directorship_ends_after_start",
                violation_error_message="The end has to come after the start.",
            ),
            models.UniqueConstraint(
                fields=["user", "coalition"],
                condition=Q(ends=None, coalition__isnull=False),
                name="one_open_directorship",
                violation_error_message="This person already has an open term for this coalition.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ends=None, coalition=None),
                name="one_open_national_directorship",
                violation_error_message="This person already has an open national term.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} of {self.coalition or 'all coalitions'}"
