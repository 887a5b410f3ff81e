from exercises.models import first_win as model
from exercises.views.first_win import FirstWin


def test_it_leads_from_the_question_to_what_came_back(store, lang):
    page = FirstWin()
    steps = {"question": "Hvor får man repareret en drejeskive?", "who": "Bo", "message": None, "sent": True}
    for part, value in steps.items():
        assert page.t(f"next.{part}").split(".")[0].split("?")[0] in page.said.value or part == "question"
        if part == "message":
            page.draft.click()
            assert "Bo" in page.message.value and "drejeskive" in page.message.value
        else:
            getattr(page, part).value = value
    assert page.t("on") in page.said.value
    assert model.done(store)
    page.back.value = "Et navn"
    assert page.t("done") in page.said.value
    assert page.fault is None


def test_a_message_of_ones_own_is_never_written_over(store):
    page = FirstWin()
    page.question.value, page.who.value, page.message.value = "Hvad koster ler?", "Ida", "Min egen"
    assert page.draft.disabled
    page._draft()
    assert page.message.value == "Min egen"


def test_what_was_written_is_there_again(store):
    page = FirstWin()
    page.question.value, page.sent.value = "Hvad koster ler?", True
    again = FirstWin()
    assert (again.question.value, again.sent.value) == ("Hvad koster ler?", True)
    again.sent.value = False
    assert not model.done(store)
