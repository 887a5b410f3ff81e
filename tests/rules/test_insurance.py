from exercises.rules.insurance import SITUATIONS, Cover, findings


def covers(**given):
    return [given.get(situation, Cover(situation)) for situation in SITUATIONS]


def test_nobody_anywhere_asks_for_a_first_name():
    assert findings(covers(), False) == [("nothing_yet", {})]


def test_the_learners_own_situation_counts_only_when_it_is_named():
    given = covers(illness=Cover("illness", "Mo", "Bo", True))
    assert dict(findings(given, False))["covered"] == {"n": 1, "of": len(SITUATIONS) - 1}
    assert dict(findings(given, True))["covered"] == {"n": 1, "of": len(SITUATIONS)}


def test_situations_without_anybody_or_with_one_are_named():
    given = covers(illness=Cover("illness", "Mo", "mo"), bad_day=Cover("bad_day", "", "Bo"))
    found = dict(findings(given, False))
    assert found["only_one"] == {"situations": ["illness", "bad_day"]}
    assert "illness" not in found["empty"]["situations"]


def test_somebody_who_stands_in_three_times_is_named_as_first_spelt():
    given = covers(
        illness=Cover("illness", "Mo", "Bo"),
        it_crash=Cover("it_crash", "MO", "Mo"),
        bad_day=Cover("bad_day", "Bo", "mo"),
    )
    assert [names for key, names in findings(given, False) if key == "leaned_on"] == [{"name": "Mo", "n": 3}]


def test_a_name_that_was_not_asked_is_counted_until_all_are():
    given = covers(illness=Cover("illness", "Mo", "Bo", True), bad_day=Cover("bad_day", "Bo"))
    assert dict(findings(given, False))["unasked"] == {"n": 1}
    asked = covers(illness=Cover("illness", "Mo", "Bo", True))
    assert "all_asked" in dict(findings(asked, False))
