"""The admin of who the members are, and what binds them."""

from members.admin import applications, memberships, organizations, proposals

__all__ = ["applications", "memberships", "organizations", "proposals"]
