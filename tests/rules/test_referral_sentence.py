import pytest

from exercises.rules.referral_sentence import BONDS, FIRST, MANY, MOMENTS, MOST_WORDS, WAYS, bare, findings

LISTS = {
    "vague": ["hvem som helst", "brug for mig"],
    "reward": ["provision", "%", "rabat"],
    "both": ["begge"],
    "none": ["ingen", "uden"],
}
PARTS = {
    "situation": "har tre måneders bilag i en pose",
    "help": "tage posen med",
    "way_out": "Det er i orden at sige nej.",
}
CHOICES = {"bond": "customer", "moment": "praised", "way": "face", "many": "one", "first": "them"}


def said(parts=PARTS, thanks="et kort", message="", **choices):
    return [key for key, _ in findings(parts, CHOICES | choices, thanks, message, LISTS)]


def test_nothing_written_and_nothing_chosen_asks_for_a_beginning():
    assert [key for key, _ in findings({}, dict.fromkeys(CHOICES), "", "", LISTS)] == ["nothing_yet"]


def test_a_whole_request_is_warned_of_nothing():
    assert said() == ["first_them", "clear", "moment_good", "bond_customer", "thanks_fine"]


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"first": "me"}, "unlawful_first"),
        ({"first": "me", "way": "face"}, "unlawful_first"),
        ({"way": "electronic", "many": "many"}, "unlawful_many"),
        ({"way": "electronic", "many": "one"}, "check_one"),
        ({"way": "electronic", "many": None}, "check_one"),
    ],
)
def test_unlawful_mailing_is_told_of_before_all_else(choices, key):
    assert said(**choices)[0] == key


@pytest.mark.parametrize("way", ["face", "phone", "paper", None])
def test_speaking_and_paper_are_not_held_to_be_electronic(way):
    assert not [key for key in said(way=way, many="many") if key.startswith(("unlawful", "check"))]


@pytest.mark.parametrize(
    ("situation", "key"),
    [
        ("", "no_situation"),
        ("?!", "no_situation"),
        ("har brug for mig på torsdag", "vague_word"),
        ("HVEM SOM HELST i byen nu", "vague_word"),
        ("mangler en kop", "vague_short"),
        ("mangler en kop til", "clear"),
    ],
)
def test_a_vague_request_is_quoted_and_a_short_one_told_of(situation, key):
    assert key in said(PARTS | {"situation": situation})


@pytest.mark.parametrize(
    ("thanks", "key"),
    [
        ("", "no_thanks"),
        ("et kort", "thanks_fine"),
        ("10 % af ordren", "commission"),
        ("Provision", "commission"),
        ("rabat til jer begge", "both_sides"),
        ("et kort, og ingen provision", "thanks_fine"),
        ("ingen rabat, men provision", "commission"),
        ("rabatkaffe", "thanks_fine"),
    ],
)
def test_pay_for_a_good_word_is_told_of_and_no_pay_is_not(thanks, key):
    assert [
        k for k in said(thanks=thanks) if k in ("no_thanks", "thanks_fine", "commission", "both_sides")
    ] == [key]


def test_pay_between_acquaintances_is_warned_of_twice():
    assert "commission_acquaintance" in said(thanks="provision", bond="acquaintance")
    assert "commission_acquaintance" not in said(thanks="provision", bond="friend")
    assert "commission_acquaintance" not in said(thanks="et kort", bond="acquaintance")


def test_what_is_missing_or_too_long_is_said():
    assert {"no_help", "no_way_out", "no_moment", "no_first"} <= set(
        said({"situation": PARTS["situation"]}, moment=None, first=None)
    )
    assert "long" in said(message="ord " * (MOST_WORDS + 1))
    assert "long" not in said(message="ord " * MOST_WORDS)


def test_every_choice_says_something_of_its_own():
    for name, keys in {"bond": BONDS, "moment": MOMENTS, "first": FIRST}.items():
        heard = {tuple(said(**{name: key})) for key in keys}
        assert len(heard) == len(keys) - (name == "moment"), name  # two moments are equally good
    assert len({tuple(said(way=way, many=many)) for way in WAYS for many in MANY}) == 3


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("har en pose", "har en pose"),
        ("  Som har en pose?  ", "har en pose"),
        ("som", "som"),
        ("sommer hele året", "sommer hele året"),
        ("???", ""),
        ("", ""),
    ],
)
def test_the_sentence_is_not_begun_or_closed_twice(typed, left):
    assert bare(typed, ["hvem kender du, som ", "som "]) == left
