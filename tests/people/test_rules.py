"""Names as people write them, and what a consent allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.core.names import fold
from arraigo.people.rules import masked, may_keep, may_share, normal_number, written


class TestWritten:
    @pytest.mark.parametrize(
        ("shouted", "said"),
        [
            ("MARÍA DE LOS ÁNGELES", "María de los Ángeles"),
            ("DE LEÓN", "de León"),
            ("elmer josué", "Elmer Josué"),
            ("TZ'UNUN", "Tz'unun"),
            ("O'CONNOR", "O'Connor"),
            ("PÉREZ-GÓMEZ", "Pérez-Gómez"),
            ("McDonald de la Cruz", "McDonald de la Cruz"),
            ("", ""),
        ],
    )
    def test_changes_the_case_where_a_list_shouts_or_whispers(self, shouted: str, said: str) -> None:
        assert written(shouted) == said

    @given(st.text(alphabet="abcñÁÉ 'ÜDEL-", max_size=20))
    def test_changes_nothing_but_the_case(self, name: str) -> None:
        assert fold(written(name)) == fold(name)


class TestConsent:
    @pytest.mark.parametrize(
        ("scope", "withdrawn", "share", "keep"),
        [
            ("share", False, True, True),
            ("store_only", False, False, True),
            ("refused", False, False, False),
            (None, False, False, False),
            ("share", True, False, False),
            ("store_only", True, False, False),
        ],
    )
    def test_allows_what_was_agreed_and_not_taken_back(
        self, scope: str | None, withdrawn: bool, share: bool, keep: bool
    ) -> None:
        assert may_share(scope, withdrawn=withdrawn) is share and may_keep(scope, withdrawn=withdrawn) is keep


def test_a_number_is_compared_without_its_spaces_and_shown_without_its_start() -> None:
    assert normal_number(" 2541 87310-1308 ") == "2541873101308"
    assert masked("2541873101308") == "··· 1308" and masked("1308") == "···"
