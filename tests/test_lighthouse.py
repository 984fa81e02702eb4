"""What `./dev lighthouse` makes of the reports that it reads."""

import pytest

from tests.lighthouse import LEAST, Finding, judged, scores

SITE = "http://127.0.0.1:8000"


def report(asked=(f"{SITE}/",), **found):
    """A report as Lighthouse writes it, with one audit in each category."""
    scores = {**dict.fromkeys(LEAST, 1.0), **found}
    return {
        "categories": {
            name: {"score": score, "auditRefs": [{"id": f"{name}-audit", "weight": 1}]}
            for name, score in scores.items()
        },
        "audits": {
            "network-requests": {"details": {"items": [{"url": url} for url in asked]}},
            **{
                f"{name}-audit": {"title": f"The {name} of it", "score": score}
                for name, score in scores.items()
            },
        },
    }


def test_a_page_as_it_should_be_has_no_findings():
    assert list(judged("/", SITE, [report(performance=0.95)])) == []


@pytest.mark.parametrize("category", ["accessibility", "best-practices", "seo"])
def test_a_point_too_few_is_found_and_its_audit_named(category):
    run = report(**{category: 0.89})
    assert list(judged("/x/", SITE, [run])) == [
        Finding("/x/", f"{category} is 89, not 100"),
        Finding("/x/", f"{category}: {category}-audit: The {category} of it"),
    ]


def test_performance_is_the_median_of_the_runs():
    slow, fast = report(performance=0.6), report(performance=0.97)
    assert scores([fast, slow, fast])["performance"] == 97
    assert list(judged("/", SITE, [fast, slow, fast])) == []
    found = [finding.what for finding in judged("/", SITE, [slow, slow, fast])]
    assert found[0] == "performance is 60, not 95"


def test_a_category_without_a_score_is_no_pass():
    assert scores([report(seo=None)])["seo"] == 0


def test_a_request_to_another_site_is_found():
    run = report(asked=[f"{SITE}/", "data:image/png;base64,", "https://tiles.example/1.png"])
    assert list(judged("/", SITE, [run])) == [
        Finding("/", "asks another site: https://tiles.example/1.png")
    ]
