"""How growth is told in words."""

from django import template

from members.likeness.measure import change

register = template.Library()


@register.filter
def growing(row) -> str:
    """The growth of a place or county, with the years it is counted from; nothing if unknown."""
    if row is None or row.growth is None:
        return ""
    years = f"{row.population_earlier_year} to {row.population_year}"
    return f"{change(row.growth)}, {years}"
