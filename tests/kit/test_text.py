"""Words are compared alike, however they are typed, printed or pasted."""

import pytest

from nscp.kit.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cañon City", "canon city"),
        ("  St. Louis--Park ", "st louis park"),
        ("O'Fallon", "ofallon"),
        ("O\u2019Fallon", "ofallon"),
        ("O\u2018Fallon", "ofallon"),
        ("Hawai\u02bbi", "hawaii"),
        ("Pla\u00adno\u200b", "plano"),
        ("Œuvre Þór Đà Nẵng", "oeuvre thor da nang"),
        ("Isparta ISPARTA ısparta", "isparta isparta isparta"),
        ("STRAẞE Straße", "strasse strasse"),
        ("Łódź Ærø", "lodz aero"),
        ("Ｐlano №５", "plano no5"),
        ("北京", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
