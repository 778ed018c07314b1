"""One wrong link cannot chain two families together, and nothing depends on the order of the links."""

from hypothesis import given
from hypothesis import strategies as st

from arraigo.people.linkage.clusters import Link, best_links, clusters

links = st.lists(
    st.builds(
        Link, st.integers(0, 12), st.integers(13, 25), st.sampled_from([0.5, 0.7, 0.9, 0.95, 0.99, 1.0])
    ),
    max_size=40,
)


def family(first: int, size: int, probability: float = 0.99) -> list[Link]:
    """Records of one person, all linked with each other."""
    return [
        Link(one, other, probability)
        for one in range(first, first + size)
        for other in range(one + 1, first + size)
    ]


class TestClusters:
    @given(links)
    def test_are_a_partition(self, found: list[Link]) -> None:
        groups = clusters(found)
        records = [record for group in groups for record in group]

        assert len(records) == len(set(records))
        assert all(len(group) > 1 and group == sorted(group) for group in groups)

    @given(links, st.randoms())
    def test_do_not_depend_on_the_order_of_the_links(self, found: list[Link], chance) -> None:
        shuffled = [Link(one.other, one.one, one.probability) for one in found]
        chance.shuffle(shuffled)

        assert clusters(shuffled) == clusters(found)

    @given(links)
    def test_hold_no_two_records_that_no_chain_of_links_joins(self, found: list[Link]) -> None:
        near: dict[int, set[int]] = {}
        for one in found:
            near.setdefault(one.one, {one.one}).add(one.other)
            near.setdefault(one.other, {one.other}).add(one.one)
        for group in clusters(found):
            reached, more = {group[0]}, {group[0]}
            while more:
                more = {other for record in more for other in near[record]} - reached
                reached |= more

            assert set(group) <= reached

    def test_one_wrong_link_does_not_chain_two_families(self) -> None:
        found = [*family(0, 3), *family(10, 3), Link(2, 10, 1.0)]

        groups = clusters(found)

        # The wrong link was the surest and joined the two at its ends; nobody else followed them over it.
        assert all(not ({0, 1} & set(group) and {11, 12} & set(group)) for group in groups)

    def test_one_link_between_two_groups_is_left_to_people(self) -> None:
        found = [*family(0, 3), *family(10, 3), Link(2, 10, 0.9)]

        assert clusters(found) == [[0, 1, 2], [10, 11, 12]]

    def test_a_chain_of_look_alikes_does_not_become_one_person(self) -> None:
        chain = [Link(at, at + 1, 0.9 - at / 100) for at in range(8)]

        assert max(len(group) for group in clusters(chain)) <= 3

    def test_three_records_of_one_person_need_not_all_be_alike(self) -> None:
        """The middle one is between a thin and a full record of the same person."""
        assert clusters([Link(0, 1, 0.99), Link(1, 2, 0.98)]) == [[0, 1, 2]]

    def test_never_joins_what_was_decided_different(self) -> None:
        found = family(0, 3)

        groups = clusters(found, never=[(0, 2)])

        assert groups == [[0, 1]]

    def test_tells_the_surest_link_inside_a_group(self) -> None:
        found = [Link(0, 1, 0.99), Link(1, 2, 0.7), Link(5, 6, 0.6)]
        groups = clusters(found)

        assert best_links(groups, found) == {0: 0.99, 1: 0.99, 2: 0.99, 5: 0.6, 6: 0.6}
