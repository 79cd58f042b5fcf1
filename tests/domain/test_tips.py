"""What may become of what readers send: the table against a list written by hand, every verb in every state."""

import itertools

import pytest

from factcheck.domain.refusals import NotReady, WrongState
from factcheck.domain.tips import TABLE, TOLD, TipKind, TipState, TipVerb, check, offered

# From each state, in the order of `TipVerb`: where merge, take up, decline, mark spam and put back lead; - is refused.
MANUAL = """
received    merged  correction  declined  spam  -
merged      -       -           -         -     received
correction  -       -           declined  -     received
declined    -       -           -         -     received
spam        -       -           -         -     received
"""
ROWS = {line.split()[0]: line.split()[1:] for line in MANUAL.strip().splitlines()}


def test_the_table_has_every_verb_and_the_list_every_state() -> None:
    assert list(TABLE) == list(TipVerb)
    assert list(ROWS) == [state.value for state in TipState]


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(TipState, TipVerb)))
def test_each_verb_leads_where_the_list_says_and_nowhere_else(
    state: TipState, verb: TipVerb
) -> None:
    wanted = ROWS[state.value][list(TipVerb).index(verb)]
    assert (verb in offered(state)) is (wanted != "-")
    if wanted == "-":
        with pytest.raises(WrongState, match=f"This is “{state.label}” by now"):
            check(verb, state, "A reason.")
    else:
        assert check(verb, state, "A reason.") is TipState(wanted)


def test_only_declining_needs_a_reason_since_the_sender_reads_it() -> None:
    assert [verb for verb, rule in TABLE.items() if rule.is_reason_needed] == [TipVerb.DECLINE]
    with pytest.raises(NotReady, match="whoever sent it reads it"):
        check(TipVerb.DECLINE, TipState.RECEIVED)


def test_a_refusal_says_while_what_it_is_possible() -> None:
    with pytest.raises(WrongState, match="while it is “received” or “correction asked for”"):
        check(TipVerb.DECLINE, TipState.SPAM, "A reason.")


@pytest.mark.parametrize(("kind", "state"), list(itertools.product(TipKind, TipState)))
def test_the_sender_is_told_something_of_every_message_however_far_it_is(
    kind: TipKind, state: TipState
) -> None:
    said = TOLD[kind, state]
    assert said[0].isupper()
    assert said.endswith(":" if state is TipState.DECLINED else ".")
