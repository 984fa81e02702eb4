"""The list page that every directory shares: filters, pages, and the same rows for htmx."""

from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from django.views.generic import ListView

from nscp.kit.addresses import with_query
from nscp.kit.filters import DirectoryFilterSet, Facet

OPEN = 2  # facets that stand open before anything is chosen: more would push the list off a phone


# htmx asks for a page anew when it goes back in history and has to get all of it; some of its
# versions then send both headers. So a cache has to tell three answers apart.
@method_decorator(vary_on_headers("HX-Request", "HX-History-Restore-Request"), name="dispatch")
class DirectoryView(ListView):
    """A filtered, paged list: what changes alone for htmx, the page for everyone else.

    Both are made from `rows_template`, which the page includes. A filter value or a page number
    that makes no sense never hides the list: it stays, with a message beside the field.
    """

    paginate_by = 50
    filterset_class: ClassVar[type[DirectoryFilterSet]]
    rows_template: ClassVar[str]
    filter: DirectoryFilterSet
    page_message = ""

    @property
    def rows_only(self) -> bool:
        """Whether htmx asks, and not to restore a page from history."""
        sent = self.request.headers
        return "HX-Request" in sent and "HX-History-Restore-Request" not in sent

    def get_template_names(self) -> list[str]:
        return [self.rows_template] if self.rows_only else [str(self.template_name)]

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().visible_to(self.request.user)  # type: ignore[attr-defined]
        self.filter = self.filterset_class(self.request.GET, queryset=rows)
        return self.filter.qs

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        """The page that was asked for or else the nearest, with a message that says so."""
        page, self.page_message = asked_page(self.request, queryset, page_size)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # turns to the page, and so has its message
        return context | {
            "filter": self.filter,
            "errors": self.filter.errors,
            "facets": self._facets(),
            "chips": self.filter.chips(),
            "page_message": self.page_message,
            "rows_only": self.rows_only,
        }

    def _facets(self) -> list[tuple[Facet, list[str], bool]]:
        """Each facet with its errors, and whether it stands open: the first, and those in use."""
        shown = []
        for place, facet in enumerate(self.filter.facets()):
            errors = self.filter.errors.get(facet.name, [])
            in_use = any(option.selected for option in facet.options)
            shown.append((facet, errors, bool(place < OPEN or errors or in_use)))
        return shown

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.rows_only:
            # A form sends its empty fields too; the address bar shows what was chosen.
            response["HX-Push-Url"] = self._address(response.context_data["page_obj"].number)  # type: ignore[attr-defined]
        return response

    def _address(self, page: int) -> str:
        query = self.filter.query_without("", "")
        if page > 1:
            query = f"{query}&page={page}" if query else f"page={page}"
        return with_query(self.request.path, query)


def asked_page(request: HttpRequest, rows: Any, most: int) -> tuple[Page, str]:
    """The page of the rows that the address asks for, or else the nearest, and what was wrong."""
    paginator = Paginator(rows, most)
    number, message = nearest_page(request.GET.get("page", ""), paginator.num_pages)
    return paginator.page(number), message


def nearest_page(asked: str, last: int) -> tuple[int, str]:
    """The page to show for what the address asks, and a message where that is another one."""
    if not asked:
        return 1, ""
    try:
        number = int(asked)
    except ValueError:  # also where it has thousands of digits
        return 1, f"“{asked[:20]}” is not a page number: this is page 1."
    if number < 1:
        return 1, f"Pages start at 1, so there is no page {number}: this is page 1."
    if number > last:
        pages = "There is only one page" if last == 1 else f"There are {last} pages"
        return last, f"{pages}, so there is no page {number}: this is page {last}."
    return number, ""
