"""Where, and who may touch it: geography, coalitions, access, and the log of changes."""

from regions.models.access import Directorship
from regions.models.changes import Change, ChangeSet, Door, FeedPosition
from regions.models.coalitions import (
    Coalition,
    CoalitionAlias,
    CoalitionCounty,
    CoalitionFocusArea,
    Leader,
)
from regions.models.geography import County, Level, Place, State
from regions.models.journal import acting
from regions.models.scoped import Role, Scoped, ScopedQuerySet
from regions.models.topics import FocusArea
from regions.models.tracked import Record, Tracked, TrackedQuerySet, recording

__all__ = [
    "Change",
    "ChangeSet",
    "Coalition",
    "CoalitionAlias",
    "CoalitionCounty",
    "CoalitionFocusArea",
    "County",
    "Directorship",
    "Door",
    "FeedPosition",
    "FocusArea",
    "Leader",
    "Level",
    "Place",
    "Record",
    "Role",
    "Scoped",
    "ScopedQuerySet",
    "State",
    "Tracked",
    "TrackedQuerySet",
    "acting",
    "recording",
]
