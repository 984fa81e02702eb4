"""The people of an organization."""

from django.db import models
from django.db.models import Q

from members.models.organizations import OF_A_LISTED, OfOrganization, Organization


class Contact(OfOrganization):
    """A person to write to. Private, unless the person agreed to be public."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField("public", default=False)
    consented_on = models.DateField(
        null=True, blank=True, help_text="When the person agreed to be shown in public."
    )

    public = Q(is_public=True) & OF_A_LISTED

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(consented_on__isnull=False),
                name="public_contact_has_consent",
                violation_error_message="A public contact needs the date when the person agreed.",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.organization}"
