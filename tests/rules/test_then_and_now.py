from exercises.rules.then_and_now import FEATURES, TIMES, changed, findings

SAME = {(feature, time): options[0] for feature, options in FEATURES.items() for time in TIMES}


def test_nothing_and_a_part_are_told_apart():
    assert findings({}) == [("nothing_yet", {})]
    assert findings({("meets", "then"): "often"}) == [("more", {"n": 7})]


def test_what_changed_is_named_and_counted():
    moved = SAME | {("meets", "now"): "online", ("about", "now"): "learning"}
    assert changed(moved) == ["meets", "about"]
    assert findings(moved) == [
        ("changed.meets", {}),
        ("changed.about", {}),
        ("count", {"n": 2, "of": 4}),
    ]


def test_a_network_that_is_the_same_speaks_against_the_article():
    assert findings(SAME) == [("same", {})]
