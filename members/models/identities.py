"""What an organization is known by: foreign numbers, and other names."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from members.models.organizations import OfOrganization, Organization
from regions.models import Level


class Identifier(OfOrganization):
    """A foreign number of an organization; imports and partners match on these."""

    class Scheme(models.TextChoices):
        CENSUS_GEOID = "census_geoid", "Census GEOID"
        ROR = "ror", "ROR"
        IPEDS = "ipeds", "IPEDS"
        LEI = "lei", "LEI"
        UEI = "uei", "UEI"
        DOMAIN = "domain", "Internet domain"

    # \Z, since to SQLite, which asks Python, $ is also before a line feed at the end.
    FORMS = {
        Scheme.CENSUS_GEOID: (
            r"^([0-9]{5}|[0-9]{7})\Z",
            "A Census GEOID is 7 digits for a place and 5 for a county.",
        ),
        Scheme.ROR: (
            r"^https://ror\.org/0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}\Z",
            "A ROR id looks like https://ror.org/03efmqc40.",
        ),
        Scheme.IPEDS: (r"^[0-9]{6}\Z", "An IPEDS unit id is 6 digits."),
        Scheme.LEI: (
            r"^[0-9A-Z]{18}[0-9]{2}\Z",
            "A LEI is 20 characters: capitals and digits, the last two digits.",
        ),
        Scheme.UEI: (
            r"^[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}\Z",
            "A UEI is 12 capitals and digits, without I and O, not beginning with 0.",
        ),
        Scheme.DOMAIN: (
            r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\Z",
            "A domain is lower case and without http://, such as plano.gov.",
        ),
    }

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=12, choices=Scheme)
    value = models.CharField(max_length=100)
    source = models.CharField(max_length=500, blank=True)
    retired_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Set when its organization is archived."
    )

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(retired_at=None),
                name="one_live_organization_per_identifier",
                violation_error_message="Another organization has this identifier.",
            )
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self):
        """A place's code on a county, or the reverse, would match the wrong government."""
        if self.scheme == self.Scheme.CENSUS_GEOID and self.organization_id:
            digits = 5 if self.organization.level == Level.COUNTY else 7
            level = self.organization.get_level_display()
            if len(self.value) != digits:
                raise ValidationError({"value": f"The GEOID of a {level} is {digits} digits."})


Identifier._meta.constraints += [
    models.CheckConstraint(
        condition=~Q(scheme=scheme) | Q(value__regex=form),
        name=f"{scheme}_is_well_formed",
        violation_error_message=message,
    )
    for scheme, (form, message) in Identifier.FORMS.items()
]


class OrganizationAlias(OfOrganization):
    """Another name, an acronym, a former name or a former slug: searching finds by all of them."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "also known as"
        ABBREVIATION = "abbreviation", "abbreviation"
        FORMER_NAME = "former_name", "former name"
        FORMER_SLUG = "former_slug", "former address"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ALIAS)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "organization aliases"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "name"],
                name="one_alias_per_organization",
                violation_error_message="The organization has this alias already.",
            )
        ]

    def __str__(self):
        return self.name
