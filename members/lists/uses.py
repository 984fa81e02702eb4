"""What a reader can take away of one list: addresses, code and a citation for the same members.

Everything is made of the choices that were understood. The API refuses what it does not know, so
an address that repeated a slip of the reader's would lead nowhere.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from members.filters import MemberFilter
from nscp.kit.addresses import with_query
from nscp.kit.api.resources import MOST
from nscp.kit.dates import spoken

SOURCE = "National Smart Coalitions Partnership"
FILES = {
    "csv": ("CSV", "a table for a spreadsheet"),
    "geojson": ("GeoJSON", "a layer for a map"),
    "jsonl": ("JSON Lines", "a record on each line, the whole list"),
    "json": ("JSON", "records in pages"),
}
FORMATS = (*FILES, "atom")
RENAMED = {"sort": "ordering"}  # what a page calls otherwise than the API
OF_THE_PAGE = {"page", "format"}
# LaTeX would read these as commands.
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&#$_"},
}

CURL = 'curl "{}"'
PYTHON = """\
import json
from urllib.request import urlopen

address = "{}"
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for member in page["results"]:
        print(member["slug"], member["name"], sep="\\t")
    address = page["next"]"""
IFRAME = '<iframe src="{}" title="{}" width="100%" height="600" loading="lazy"></iframe>'


@dataclass(frozen=True)
class File:
    """A format of a list: what it is called, what it is for, and where it is."""

    name: str
    about: str
    address: str


def choices(filter_set: MemberFilter, *, without: tuple[str, ...] = (), **more: str) -> str:
    """The query of the choices that were understood, each once, and of `more`."""
    pairs = [
        (name, str(each))
        for name, value in filter_set.chosen.items()
        if name not in {*without, *more}
        for each in (dict.fromkeys(value) if isinstance(value, list) else [value])
    ]
    return urlencode([*pairs, *more.items()])


def described(filter_set: MemberFilter) -> str:
    """The list in words, such as "Members (Kind: Company; Region: KC Digital Drive)"."""
    labels = "; ".join(chip.label for chip in filter_set.chips() if chip.name != "as_of")
    return f"Members ({labels})" if labels else "Members"


def elsewhere(name: str, asked: QueryDict) -> str:
    """The address of a page's list in another format, with all that its own address says.

    Also what it says wrongly: who asks for a file is told so there, and gets no other list.
    """
    query = QueryDict(mutable=True)
    for key, values in asked.lists():
        if key not in OF_THE_PAGE and (kept := [value for value in values if value]):
            query.setlist(key if name == "atom" else RENAMED.get(key, key), kept)
    if name == "atom":
        return with_query(reverse("member-feed"), query.urlencode())
    if name == "json":
        query.setdefault("limit", str(MOST))
    query["format"] = name
    return with_query(reverse("api-members"), query.urlencode())


class Uses:
    """What can be done with one list, for the template that shows it."""

    def __init__(self, request: HttpRequest, filter_set: MemberFilter, count: int) -> None:
        self._absolute = request.build_absolute_uri
        self._filter = filter_set
        self.title = described(filter_set)
        self.count = count
        self.day: date = filter_set.day(filter_set.chosen)
        self.dated = "as_of" in filter_set.chosen
        self.most = MOST
        self.today = timezone.localdate()

    @property
    def permanent(self) -> str:
        """The page of this list, which stays on its day."""
        query = choices(self._filter, as_of=self.day.isoformat())
        return self._absolute(with_query(reverse("member-list"), query))

    @property
    def files(self) -> list[File]:
        return [
            File(label, about, self._data(format=name, **self._paged(name)))
            for name, (label, about) in FILES.items()
        ]

    @property
    def more(self) -> bool:
        """Whether the list goes on after one page of JSON."""
        return self.count > MOST

    @property
    def curl(self) -> str:
        return CURL.format(self._data(**self._paged("json")))

    @property
    def python(self) -> str:
        return PYTHON.format(self._data(**self._paged("json")))

    @property
    def feed(self) -> str:
        """Changes are of every day from now on, and of every status."""
        query = choices(self._filter, without=("as_of", "status", "sort"))
        return self._absolute(with_query(reverse("member-feed"), query))

    @property
    def embed(self) -> str:
        return self._absolute(with_query(reverse("member-embed"), choices(self._filter)))

    @property
    def iframe(self) -> str:
        return IFRAME.format(self.embed.replace("&", "&amp;"), f"{SOURCE}: members")

    @property
    def citation(self) -> str:
        """As a list of references has it."""
        days = f"as of {spoken(self.day.isoformat())}. Accessed {spoken(self.today.isoformat())}"
        return f"{SOURCE}. {self.title}, {days}. {self.permanent}"

    @property
    def bibtex(self) -> str:
        title = re.sub(r"[\\~^{}%&#$_]", lambda sign: LATEX[sign[0]], " ".join(self.title.split()))
        return "\n".join(
            [
                f"@misc{{nscp-members-{self.day.isoformat()},",
                f"  author = {{{{{SOURCE}}}}},",
                f"  title = {{{{{title}}}}},",
                f"  year = {{{self.day.year}}},",
                f"  note = {{As of {self.day.isoformat()}}},",
                f"  url = {{{self.permanent}}},",
                f"  urldate = {{{self.today.isoformat()}}}",
                "}",
            ]
        )

    def _data(self, **more: str) -> str:
        ordering = {"ordering": str(sort)} if (sort := self._filter.chosen.get("sort")) else {}
        query = choices(self._filter, without=("sort",), **ordering, **more)
        return self._absolute(with_query(reverse("api-members"), query))

    @staticmethod
    def _paged(name: str) -> dict[str, str]:
        return {"limit": str(MOST)} if name == "json" else {}
