"""A limit counts each address by itself, and an address is what its owner holds."""

import time

import pytest
from django.core.cache import cache

from nscp.kit.limits import Limit, Verdict, network

HOUR = Limit("tests", most=2, seconds=3600)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test moves; it starts on a whole second."""
    now = [float(int(time.time()))]
    monkeypatch.setattr("nscp.kit.limits.time.time", lambda: now[0])
    return now


def test_the_third_of_two_is_refused_until_the_window_closes(clock):
    assert [HOUR.take("a") for _ in range(3)] == [
        Verdict(allowed=True, remaining=1, retry_after=3601),
        Verdict(allowed=True, remaining=0, retry_after=3601),
        Verdict(allowed=False, remaining=0, retry_after=3601),
    ]
    clock[0] += 3000
    assert HOUR.take("a") == Verdict(allowed=False, remaining=0, retry_after=601)


def test_addresses_and_limits_are_counted_apart(clock):
    other = Limit("others", most=2, seconds=3600)
    assert [HOUR.take("a").remaining, HOUR.take("b").remaining, other.take("a").remaining] == [
        1,
        1,
        1,
    ]
    assert HOUR.take("a").remaining == 0


def test_a_look_counts_nothing(clock):
    assert [HOUR.peek("a").allowed for _ in range(5)] == [True] * 5
    HOUR.take("a")
    HOUR.take("a")
    assert HOUR.peek("a") == Verdict(allowed=False, remaining=0, retry_after=3601)


def test_a_closed_window_starts_anew():
    short = Limit("short", most=1, seconds=1)
    assert [short.take("a").allowed, short.take("a").allowed] == [True, False]
    time.sleep(1.1)
    assert short.take("a").allowed is True


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:50000", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_address_is_what_its_owner_holds(rf, address, counted):
    assert network(rf.get("/", REMOTE_ADDR=address)) == counted


def test_only_trusted_proxies_say_whom_they_saw(rf, settings):
    request = rf.get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.7"}
    )
    settings.TRUSTED_PROXIES = 0
    assert network(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert network(request) == "198.51.100.7"
