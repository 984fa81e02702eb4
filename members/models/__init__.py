"""Who and what: organizations, their memberships, and the applications to join."""

from members.models.applications import Application
from members.models.contacts import Contact
from members.models.identities import Identifier, OrganizationAlias
from members.models.memberships import Membership
from members.models.organizations import LIVE, Organization, OrganizationFocusArea
from members.models.proposals import Proposal, ProposedChange

__all__ = [
    "LIVE",
    "Application",
    "Contact",
    "Identifier",
    "Membership",
    "Organization",
    "OrganizationAlias",
    "OrganizationFocusArea",
    "Proposal",
    "ProposedChange",
]
