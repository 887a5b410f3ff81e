from exercises.rules.claim_sort import CLAIMS, KINDS, findings, right


def test_nothing_sorted_asks_how_one_knows():
    assert findings({}) == [("nothing_yet", {})]


def test_each_sentence_gets_a_word_of_its_own_and_all_of_them_a_count():
    assert findings({"pension": "opinion"}) == [("right.pension", {})]
    assert findings({"pension": "study"}) == [("other.pension", {})]
    assert findings(CLAIMS)[-1] == ("all", {"n": 6, "of": 6})
    assert right(dict.fromkeys(CLAIMS, "study")) == 2


def test_no_kind_is_the_answer_to_everything():
    assert {kind: list(CLAIMS.values()).count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 2)
