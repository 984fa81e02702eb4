"""The admin of where, and of who may touch it."""

from regions.admin import coalitions, geography, log, people

__all__ = ["coalitions", "geography", "log", "people"]
