import pytest

from arraigo.core.names import fold, tidy


class TestTidy:
    @pytest.mark.parametrize(
        "mark", ["\x00", "\x07", "\x1f", "\x7f", "\x85", "\u200b", "\u202e", "\u2066", "\ufeff"]
    )
    def test_drops_what_nobody_sees(self, mark: str) -> None:
        assert tidy(f"Rey{mark}na {mark} López") in {"Reyna López", "Rey na López"}

    def test_joins_spaces_of_any_kind(self) -> None:
        assert tidy("\tReyna\u00a0\n López ") == "Reyna López"


class TestFold:
    def test_leaves_nothing_of_a_control_character(self) -> None:
        assert fold("\x00") == ""
