"""Ctrl-C while setup does something, not only while it asks: said in the same sentence, with exit code 130."""

from __future__ import annotations

import click
import pytest

from photonlink.setup.command import told


@pytest.mark.parametrize("by", [KeyboardInterrupt, click.Abort])
def test_an_interruption_says_that_nothing_is_lost(
    by: type[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, told():
        raise by
    assert ended.value.code == 130
    assert "Interrupted. What is done so far is kept" in capsys.readouterr().err
