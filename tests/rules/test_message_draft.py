"""Comments and invitations."""

import pytest

from exercises.rules.message_draft import COMMENT_MOST, COMMENTS, INVITATION_MOST, INVITATIONS, findings
from exercises.rules.privacy import find

CUES = {"sales": ["rabat"], "own": ["jeg"], "why": ["dit opslag"]}


def keys(draft, text):
    return [key for key, _ in findings(draft, text, CUES, find)]


@pytest.mark.parametrize("draft", [*COMMENTS, *INVITATIONS])
def test_nothing_written_asks_for_a_draft(draft):
    assert keys(draft, " \n ") == ["nothing_yet"]


def test_praise_alone_is_thin_and_a_comment_of_ones_own_is_ready():
    assert keys("comment1", "Flot!") == ["comment_thin"]
    assert keys("comment1", "ord " * 20) == ["nothing_of_yours"]
    assert keys("comment1", "jeg " + "ord " * 20) == ["ready_comment"]
    assert keys("comment1", "ord " * 20 + "hvordan?") == ["ready_comment"]


def test_an_invitation_says_why_and_keeps_short():
    assert keys("invitation1", "Hej") == ["invitation_thin"]
    assert keys("invitation1", "ord " * 20) == ["no_why"]
    assert keys("invitation1", "dit opslag " + "ord " * 20) == ["ready_invitation"]
    assert keys("invitation1", "dit opslag " + "ord " * INVITATION_MOST) == ["too_long"]
    assert keys("comment1", "jeg " * COMMENT_MOST) == ["ready_comment"]


def test_selling_and_addresses_are_told_of():
    assert "sales" in keys("invitation2", "dit opslag og 10 procents rabat " + "ord " * 10)
    assert "person_email" in keys("comment2", "jeg hedder " + "ord " * 12 + "mette@firma.dk")
