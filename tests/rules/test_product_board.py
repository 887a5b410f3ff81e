import pytest

from exercises.rules.product_board import CELLS, ENOUGH_IDEAS, Board, findings, next_empty

MINE = {1: "brænde glasur", 2: "lære begyndere at dreje", 3: "pakke skrøbeligt"}
THEIRS = {1: "få planter gennem vinteren", 2: "holde foredrag", 3: "kende alle haver"}
IDEAS = [
    "krukker der tåler frost",
    "et kursus i februar",
    "et foredrag med ler",
    "rundtur i haverne",
    "skilte til bede",
]


def board(n=0, picked=None, **changes):
    ideas = dict(zip(CELLS, IDEAS[:n], strict=False))
    return Board(**({"mine": MINE, "theirs": THEIRS, "ideas": ideas, "picked": picked} | changes))


def keys(board):
    return [key for key, _ in findings(board)]


def test_skills_of_both_are_asked_for_before_ideas():
    assert keys(Board({}, {}, {})) == ["nothing_yet"]
    assert keys(board(mine={})) == ["missing_mine"]
    assert keys(board(theirs={1: " … "})) == ["missing_theirs"]


def test_only_squares_with_both_skills_are_counted():
    assert dict(findings(board(1, mine={2: "dreje krukker"})))["so_far"] == {"n": 1, "of": 3}
    assert len(board().open_cells) == 9


def test_an_idea_is_not_lost_when_its_skill_is_taken_away():
    assert dict(findings(board(5, mine={1: "x y z"}, theirs={1: "a b c"})))["so_far"] == {"n": 5, "of": 5}


def test_one_goes_on_until_there_is_enough_and_then_picks():
    assert "go_on" in keys(board(ENOUGH_IDEAS - 1))
    assert "pick" in keys(board(ENOUGH_IDEAS))
    assert ("picked", {"line": IDEAS[0]}) in findings(board(ENOUGH_IDEAS, picked=(1, 1)))
    assert "pick" in keys(board(ENOUGH_IDEAS, picked=(3, 3)))
    assert "go_on" not in keys(board(1, mine={1: "a"}, theirs={1: "b"}))


@pytest.mark.parametrize(
    ("ideas", "key"),
    [
        ({(1, 1): "krukker"}, "short"),
        ({(1, 1): "krukker der tåler frost", (2, 1): "Krukker, der tåler frost!"}, "same_twice"),
        (dict(zip([(2, 1), (2, 2), (2, 3)], IDEAS, strict=False)), "one_skill"),
    ],
)
def test_what_makes_a_thin_board_is_told_of_and_not_else(ideas, key):
    assert key in keys(board(ideas=ideas))
    assert key not in keys(board(5))


def test_a_skill_that_both_have_is_common_ground():
    assert ("both_can", {"skill": "Holde foredrag"}) in findings(board(mine=MINE | {2: "Holde foredrag"}))
    assert "both_can" not in keys(board())


def test_the_next_empty_square_goes_round_and_stays_when_all_are_full():
    some = board(2)
    assert next_empty(some, (1, 1)) == (1, 3)
    assert next_empty(some, (3, 3)) == (1, 3)
    full = board(ideas=dict.fromkeys(CELLS, "noget man kan købe"))
    assert next_empty(full, (2, 2)) == (2, 2)
