"""Columns and constraints that several models share."""

from django.db import models
from django.db.models import Q


def latitude_field() -> models.Field:
    """Decimal degrees north (WGS 84), or empty where nobody knows."""
    return models.FloatField(null=True, blank=True)


def longitude_field() -> models.Field:
    """Decimal degrees east (WGS 84): negative in the United States."""
    return models.FloatField(null=True, blank=True)


def coordinate_constraints(name: str) -> list[models.CheckConstraint]:
    """Latitude and longitude come together, and lie on the globe."""
    return [
        models.CheckConstraint(
            condition=Q(latitude=None, longitude=None)
            | Q(latitude__isnull=False, longitude__isnull=False),
            name=f"{name}_coordinates_come_together",
            violation_error_message="Latitude and longitude come together: give both or neither.",
        ),
        models.CheckConstraint(
            condition=Q(latitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            name=f"{name}_coordinates_in_range",
            violation_error_message=(
                "Latitude lies between -90 and 90, longitude between -180 and 180."
            ),
        ),
    ]
