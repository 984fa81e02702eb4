"""What every template may use without loading it: icons, badges, menu links, numbers, dates."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nscp.kit.dates import spoken as spoken_partial
from nscp.kit.days import Day

register = template.Library()

# Strokes on a grid of 24, drawn for this site.
ICONS = {
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "back": "M20 12H5M11 6l-6 6 6 6",
    "close": "M6 6l12 12M18 6L6 18",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21",
    "out": "M9 6h9v9M18 6L6 18",
    "quote": "M5 17c3-1 4-3 4-6H5V6h5M14 17c3-1 4-3 4-6h-4V6h5",
}

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small picture that says nothing the words beside it do not say."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag
def badge(text: object, tone: str = "") -> SafeString:
    """One word about a thing; `tone` is gold, good, warn or muted."""
    return format_html('<span class="badge{}">{}</span>', f" badge-{tone}" if tone else "", text)


@register.simple_tag(takes_context=True)
def menu_link(context: dict[str, Any], name: str, text: str) -> SafeString:
    """A link of the menu, marked where it leads to this page or to the list it belongs to."""
    address = reverse(name)
    request = context.get("request")
    path = request.path if request else ""
    current = "page" if path == address else "true" if path.startswith(address) else ""
    mark = format_html(' aria-current="{}"', current) if current else mark_safe("")
    return format_html('<a href="{}"{}>{}</a>', address, mark, text)


@register.filter
def grouped(number: int | None) -> str:
    """A number as people write it: 1,234."""
    return "" if number is None else f"{number:,}"


@register.filter
def spelled(number: int) -> str:
    """A number inside a sentence: words below ten, figures from there on."""
    return WORDS[number] if 0 <= number < len(WORDS) else f"{number:,}"


@register.filter
def ordinal(number: int) -> str:
    """A rank in a sentence: 1st, 22nd, 113th."""
    teens = number % 100 in {11, 12, 13}
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@register.simple_tag
def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 county, 203 counties."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


@register.simple_tag
def population(number: int | None, year: int | None = None) -> str:
    """How many people live there, and when they were counted; nothing where nobody knows."""
    if number is None:
        return ""
    return f"{number:,} ({year})" if year else f"{number:,}"


@register.filter
def spoken(value: str | date | None) -> str:
    """A date in words, as precise as it is known: 2018, October 2018, October 5, 2018."""
    if not value:
        return ""
    return spoken_partial(value if isinstance(value, str) else value.isoformat()[:10])


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """The pages worth a link: the first, the last, and those around this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def on_day(address: str, day: Day | None) -> str:
    """A link that stays on the day that the page speaks of; as it is where that is today."""
    if not day or not day.asked:
        return address
    path, mark, anchor = address.partition("#")
    join = "&" if "?" in path else "?"
    return f"{path}{join}{urlencode(day.chosen)}{mark}{anchor}"


@register.filter
def host(address: str) -> str:
    """The name of a site, for a link that has no better text."""
    return address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
