"""How often one address may do something, counted in Django's cache.

Without Redis each process counts for itself, so the true limit is then up to as many times higher
as there are processes: enough against a robot, and no machine needs a server more.
"""

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from nscp.kit.requests import client_address


@dataclass(frozen=True)
class Verdict:
    """Whether one more was allowed, how many are left, and after how many seconds all are."""

    allowed: bool
    remaining: int
    retry_after: int

    @property
    def wait(self) -> str:
        """How long until the next is allowed, in words."""
        minutes = -(-self.retry_after // 60)
        return "a minute" if minutes == 1 else f"{minutes} minutes"


@dataclass(frozen=True)
class Limit:
    """At most `most` in `seconds`, counted from the first; `name` keeps two limits apart."""

    name: str
    most: int
    seconds: int

    def take(self, who: str) -> Verdict:
        """Count one more of `who`, and say whether it was within the limit."""
        began = self._began(who)
        key = self._key(who, began)
        cache.add(key, 0, self.seconds)
        try:
            used = cache.incr(key)
        except ValueError:  # the window closed between the two calls
            used = 1
        return self._verdict(began, used, allowed=used <= self.most)

    def peek(self, who: str) -> Verdict:
        """What `take` would answer, without counting."""
        began = self._began(who)
        used = cache.get(self._key(who, began), 0)
        return self._verdict(began, used, allowed=used < self.most)

    def _began(self, who: str) -> float:
        # `add` is atomic: of two first requests, both count in the window that one of them opened.
        key, now = self._key(who), time.time()
        if cache.add(key, now, self.seconds):
            return now
        return float(cache.get(key, now))

    def _key(self, who: str, began: float | None = None) -> str:
        # Digested, because a cache takes no key with spaces or of any length.
        digest = hashlib.sha256(f"{who} {began}".encode()).hexdigest()[:32]
        return f"limit:{self.name}:{digest}"

    def _verdict(self, began: float, used: int, *, allowed: bool) -> Verdict:
        left = began + self.seconds - time.time()
        return Verdict(allowed, max(self.most - used, 0), max(int(left) + 1, 1))


def network(request: HttpRequest) -> str:
    """Whom a limit by address counts: one IPv4 address, or the /64 that one IPv6 customer owns."""
    return _network(client_address(request))


def _network(address: str) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"  # a Unix socket has no address; all who come that way count together
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(parsed), 64), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    # Some proxies append the port: 192.0.2.1:50000, [2001:db8::1]:50000.
    bare = address.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
