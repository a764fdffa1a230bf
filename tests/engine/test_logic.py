from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.engine.logic import agreed, all_true, any_true, negated

truths = st.lists(st.sampled_from([True, False, None]))


@given(truths)
def test_and_and_or_are_each_others_mirror(values: list[bool | None]) -> None:
    assert negated(all_true(values)) is any_true([negated(value) for value in values])


@given(truths)
def test_unknown_never_becomes_a_truth_that_deciding_it_could_change(values: list[bool | None]) -> None:
    for decide in (True, False):
        decided = [decide if value is None else value for value in values]
        if all_true(values) is not None:
            assert all_true(decided) is all_true(values)
        if any_true(values) is not None:
            assert any_true(decided) is any_true(values)


def test_nothing_agrees_on_nothing() -> None:
    assert agreed([]) is None
    assert agreed([True, None]) is None
    assert agreed([False, False]) is False
