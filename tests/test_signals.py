from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from production.jobs.signals import POLITE, interrupted_by_signals


@pytest.fixture(autouse=True)
def harmless() -> Iterator[None]:
    """Let no signal end the tests."""
    before = {each: signal.signal(each, lambda *_: None) for each in POLITE}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("how", POLITE)
def test_the_first_signal_interrupts_and_no_other_disturbs_what_cleans_up(how: signal.Signals) -> None:
    outside = signal.getsignal(how)
    with interrupted_by_signals():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(how)
        for each in POLITE:
            signal.raise_signal(each)
    assert signal.getsignal(how) is outside


def test_what_is_to_survive_its_terminal_does() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with interrupted_by_signals():
        signal.raise_signal(signal.SIGHUP)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
