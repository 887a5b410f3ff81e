from exercises.models import my_network
from exercises.models import who_can_help as model


def test_somebody_nobody_and_not_knowing_are_three_answers_and_none_is_a_fourth(store):
    gry = my_network.add_person(store, "Gry")
    model.set_helpers(store, "extra_hands", [gry])
    model.set_helpers(store, "good_photo", [])
    model.set_helpers(store, "tell_online", None)
    assert model.answers(store) == {"extra_hands": [gry], "good_photo": [], "tell_online": None}
    model.set_helpers(store, "extra_hands", [])
    model.forget(store, "good_photo")
    assert model.answers(store) == {"extra_hands": [], "tell_online": None}
