"""How a term is told in words, as filters."""

from django import template

from members import wording

register = template.Library()
register.filter(wording.began)
register.filter(wording.dates)
