from nscp.kit.ids import ALPHABET, LENGTH, is_public_id, new_public_id


def test_a_new_id_has_twelve_characters_of_the_alphabet_and_checks():
    fresh = new_public_id()

    assert len(fresh) == LENGTH
    assert set(fresh) <= set(ALPHABET)
    assert is_public_id(fresh)


def test_new_ids_differ():
    assert len({new_public_id() for _ in range(2000)}) == 2000


def test_the_check_character_is_luhn_mod_32():
    # By hand, from the right: 10 doubled is 20, 9, 8 doubled is 16, 7 and so on: 85 in all.
    # The value of b is 11, and 85 + 11 is three times 32.
    assert is_public_id("0123456789ab")
    assert is_public_id("3f7k9m2x5qae")


def test_every_wrong_character_is_noticed():
    fresh = new_public_id()
    for place, right in enumerate(fresh):
        wrong = [fresh[:place] + other + fresh[place + 1 :] for other in ALPHABET if other != right]

        assert [text for text in wrong if is_public_id(text)] == []


def test_neighbors_that_change_places_are_noticed():
    right = "3f7k9m2x5qae"
    swapped = [right[:n] + right[n + 1] + right[n] + right[n + 2 :] for n in range(LENGTH - 1)]

    assert [text for text in swapped if is_public_id(text)] == []


def test_what_is_not_an_id_is_refused():
    fresh = new_public_id()

    assert not is_public_id("")
    assert not is_public_id(fresh[:-1])
    assert not is_public_id(fresh + "0")
    assert not is_public_id("o" + fresh[1:])
    assert not is_public_id("plano-texas!")
