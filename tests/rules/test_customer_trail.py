"""The customer trail's tree and shares."""

import pytest

from exercises.rules.customer_trail import (
    ENOUGH,
    FEWEST,
    Customer,
    brought,
    findings,
    kept,
    possible_senders,
    senders,
    share,
    share_of,
    shares,
    tree,
)


def names(customers, key):
    return dict(findings(customers))[key]


def said(customers):
    return [key for key, _ in findings(customers)]


CHAIN = [
    Customer("a", "acquaintance"),
    Customer("b", "customer", "a"),
    Customer("c", "customer", "b"),
    Customer("d", "family"),
    Customer("e", "customer", "a"),
]


def test_each_hangs_right_under_who_sent_them_and_sources_keep_their_order():
    assert [(b.customer.key, b.group, b.above) for b in tree(CHAIN)] == [
        ("d", "family", ()),
        ("a", "acquaintance", ()),
        ("b", "acquaintance", ("a",)),
        ("c", "acquaintance", ("a", "b")),
        ("e", "acquaintance", ("a",)),
    ]


def test_who_brought_others_is_counted_through_all_they_sent():
    assert brought(CHAIN) == {"a": 3, "b": 1}
    assert names(CHAIN, "sender") == {"who": "a", "n": 3}
    assert names(CHAIN, "chain") == {"n": 3}


def test_two_who_brought_as_many_are_not_set_before_each_other():
    two = [
        Customer(1, "ad"),
        Customer(2, "ad"),
        Customer(3, "customer", 1),
        Customer(4, "customer", 2),
    ]
    assert not {"sender", "sender_one", "chain"} & set(said(two))


@pytest.mark.parametrize("sender", [None, "gone", "x"])
def test_a_customer_sent_by_no_one_on_the_list_hangs_on_the_source(sender):
    (branch,) = tree([Customer("x", "customer", sender)])
    assert (branch.group, branch.above) == ("customer", ())


def test_a_sender_counts_only_where_the_source_is_a_customer():
    assert [branch.above for branch in tree([Customer(1, "ad"), Customer(2, "family", 1)])] == [(), ()]


def test_a_ring_is_cut_told_of_and_loses_nobody():
    ring = [Customer(1, "customer", 3), Customer(2, "customer", 1), Customer(3, "customer", 2)]
    tail = [*ring, Customer(4, "customer", 3)]
    sent, in_ring = senders(tail)
    assert in_ring == {1, 2, 3}
    assert sent == {1: None, 2: None, 3: None, 4: 3}
    assert len(tree(tail)) == 4
    assert "ring" in said(tail)
    assert "ring" not in said(CHAIN)


def test_nobody_can_be_sent_by_those_they_sent():
    assert possible_senders(CHAIN, "a") == ["d"]
    assert possible_senders(CHAIN, "c") == ["a", "b", "d", "e"]


def test_a_long_chain_is_drawn_to_its_end():
    n = 1000
    assert tree([Customer(0, "ad"), *(Customer(k, "customer", k - 1) for k in range(1, n))])[-1].depth == n


def test_shares_count_those_whose_source_is_said_and_too_few_have_no_range():
    people = [Customer(k, "friend") for k in range(3)] + [Customer(9, "ad"), Customer(10)]
    assert shares(people)["friend"].hits == 3
    assert shares(people)["friend"].n == 4
    assert shares(people)["friend"].interval is None
    assert share_of(people, ("friend", "ad")).hits == 4
    assert share(1, ENOUGH).interval is not None
    assert share(0, ENOUGH - 1).interval is None


def test_shares_are_told_apart_only_where_their_ranges_do_not_meet():
    assert not share(9, 17).apart(share(4, 17))
    assert share(16, 17).apart(share(1, 17))
    assert share(1, 17).apart(share(16, 17))
    assert not share(3, 3).apart(share(0, 3))


@pytest.mark.parametrize(
    ("friends", "ads", "key"),
    [(8, 8, "most_tie"), (9, 6, "most_unclear"), (17, 1, "most_clear"), (2, 1, None)],
)
def test_the_largest_source_is_named_with_as_much_doubt_as_it_deserves(friends, ads, key):
    found = [
        k
        for k in said([Customer(k, "friend" if k < friends else "ad") for k in range(friends + ads)])
        if k.startswith("most")
    ]
    assert found == ([key] if key else [])


def staying(people_yes, people_no, ads_yes, ads_no):
    kinds = [("friend", "yes")] * people_yes + [("friend", "no")] * people_no
    kinds += [("ad", "yes")] * ads_yes + [("ad", "no")] * ads_no + [("ad", "too_soon")] * 3
    return [Customer(at, source, still=still) for at, (source, still) in enumerate(kinds)]


@pytest.mark.parametrize(
    ("counts", "key"),
    [
        ((4, 1, 2, 3), "kept_unclear"),
        ((20, 0, 0, 20), "kept_more"),
        ((0, 20, 20, 0), "kept_fewer"),
        ((4, 1, 0, 0), None),
    ],
)
def test_who_stays_is_compared_only_where_both_kinds_have_had_time(counts, key):
    customers = staying(*counts)
    assert [k for k in said(customers) if k.startswith("kept")] == ([key] if key else [])
    assert kept(customers, False).n == counts[2] + counts[3], "too soon is no answer"


def test_nothing_one_and_many_are_each_told_what_they_are():
    assert said([]) == ["nothing_yet"]
    assert said([Customer(1)]) == ["few", "unsaid"]
    assert said([Customer(1, "ad")]) == ["few", "people_few", "close_few"]
    assert "few" not in said([Customer(k, "ad", known="not") for k in range(FEWEST)])
    assert names([Customer(k, "ad", known="not") for k in range(FEWEST)], "strangers")["share"].hits == FEWEST
