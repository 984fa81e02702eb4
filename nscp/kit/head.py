"""What the head of a page tells machines; every template may use it without loading it."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeString, mark_safe

from nscp.kit import linked

register = template.Library()


def site_of(request: HttpRequest) -> str:
    """Where the site is, as whoever asks sees it: https://example.org."""
    return f"{request.scheme}://{request.get_host()}"


class Keep(Node):
    """Keeps what it holds under a name, and shows nothing."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        text = self.nodelist.render(context)
        context[self.name] = mark_safe(" ".join(text.split()))  # noqa: S308 - rendered, so escaped
        return mark_safe("")


@register.tag
def keep(parser: Parser, token: Token) -> Keep:
    """Keep a block under a name, since a block can stand in one place only: `{% keep title %}`."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(name, nodelist)


@register.simple_tag
def site(request: HttpRequest) -> str:
    """Where the site is, before an address that has to be absolute."""
    return site_of(request)


@register.simple_tag(takes_context=True)
def canonical(context: dict[str, Any]) -> str:
    """The one address under which search engines keep a page: its path alone.

    A list under filters and a page of another day are views of the plain one. Only what a further
    page of the plain list shows stands nowhere else, so that this is a page of its own.
    """
    request, page = context["request"], context.get("page_obj")
    plain = site_of(request) + escape_uri_path(request.path)
    further = page is not None and page.number > 1 and set(request.GET) == {"page"}
    return f"{plain}?page={page.number}" if page is not None and further else plain


@register.simple_tag(takes_context=True)
def trail_jsonld(context: dict[str, Any], *crumbs: str) -> SafeString:
    """The way to a page from the home page, for machines: pairs of a name and a path."""
    pairs = zip(crumbs[::2], crumbs[1::2], strict=True)
    return linked.script(linked.trail(site_of(context["request"]), pairs))
