"""The documents of members and memberships."""

from rest_framework import serializers

from members.models import Identifier, Membership, Organization, OrganizationAlias
from nscp.kit.documents import ReferenceSerializer
from regions.models.documents import DocumentType, register


class IdentifierDocument(serializers.ModelSerializer):
    """A foreign number of an organization."""

    class Meta:
        model = Identifier
        fields = ["scheme", "value"]


class AliasDocument(serializers.ModelSerializer):
    """Another name of an organization."""

    class Meta:
        model = OrganizationAlias
        fields = ["name", "kind"]


class CarriedDocument(serializers.Serializer):
    """A focus area that an organization works on itself."""

    id = serializers.CharField(source="focus_area.public_id")
    slug = serializers.CharField(source="focus_area.slug")


class TermDocument(serializers.ModelSerializer):
    """A term as its organization tells it; whether it holds today follows from the dates."""

    id = serializers.CharField(source="public_id")
    coalition = ReferenceSerializer()

    class Meta:
        model = Membership
        fields = [
            "id",
            "coalition",
            "role",
            "starts",
            "starts_known",
            "ends",
            "source",
            "as_of",
            "source_note",
        ]


class MembershipDocument(TermDocument):
    """A term on its own, naming its organization too."""

    organization = ReferenceSerializer()

    class Meta:
        model = Membership
        fields = ["id", "organization", *TermDocument.Meta.fields[1:]]


class MemberDocument(serializers.ModelSerializer):
    """An organization with everything it owns; nothing private, nothing that depends on the day."""

    id = serializers.CharField(source="public_id")
    steward = ReferenceSerializer(allow_null=True)
    place = serializers.CharField(
        source="place.slug", allow_null=True, help_text="Slug in the gazetteer."
    )
    state = serializers.CharField(source="state.usps", allow_null=True)
    county = serializers.CharField(source="county_id", allow_null=True, help_text="GEOID.")
    identifiers = IdentifierDocument(many=True)
    aliases = AliasDocument(many=True)
    focus_areas = CarriedDocument(source="carried_focus_areas", many=True)
    memberships = TermDocument(many=True)

    class Meta:
        model = Organization
        fields = [
            "id",
            "slug",
            "name",
            "kind",
            "level",
            "summary",
            "website",
            "steward",
            "place",
            "city",
            "state",
            "county",
            "population",
            "population_year",
            "latitude",
            "longitude",
            "identifiers",
            "aliases",
            "focus_areas",
            "memberships",
            "verified_on",
            "source",
            "source_note",
        ]


def register_documents() -> None:
    """Tell the log how these records are rendered; referred-to types come first."""
    register(
        Organization,
        DocumentType(
            "member",
            lambda: Organization._base_manager.select_related(
                "steward", "place", "state", "county"
            ).prefetch_related(
                "identifiers",
                "aliases",
                "carried_focus_areas__focus_area",
                "memberships__coalition",
            ),
            MemberDocument().to_representation,
            names={
                "regions.Coalition": ("steward", "memberships__coalition"),
                "regions.FocusArea": ("carried_focus_areas__focus_area",),
                "regions.Place": ("place",),
                "regions.State": ("state",),
                "regions.County": ("county",),
            },
        ),
    )
    register(
        Membership,
        DocumentType(
            "membership",
            lambda: Membership._base_manager.select_related("organization", "coalition"),
            MembershipDocument().to_representation,
            names={
                "regions.Coalition": ("coalition",),
                "members.Organization": ("organization",),
            },
        ),
    )
