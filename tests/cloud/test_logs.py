from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonlink.logs import JsonFormatter, RedactingFilter, redact

from .conftest import Say
from .messages import directive, discover
from .stand_in import TOKEN, StandIn, pack

tokens = st.text("0123456789abcdef", min_size=40, max_size=40)


@given(tokens, st.sampled_from(['{{"token": "{}"}}', "Bearer {}", "?access_token={}&x=1", "({})", "x={}"]))
def test_a_token_is_masked_wherever_it_stands(token: str, around: str) -> None:
    assert token not in redact(around.format(token))


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Basic cGhvdG9uOnNlY3JldA==",
        "code=hunter2&state=1",
        '{"client_secret": "hunter2"}',
        "{\\\"refresh_token\\\": \\\"hunter2\\\"}",
        "password: hunter2",
        "Atzr|IwEBhunter2-_x",
    ],
)  # fmt: skip
def test_secrets_of_every_shape_are_masked(text: str) -> None:
    assert "hunter2" not in redact(text)
    assert "cGhvdG9" not in redact(text)


@pytest.mark.parametrize(
    "text", ["3a0031000547343337373739:kitchen", "the tokens were read", "kitchen=brightness,40"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_a_line_is_one_json_object_with_its_traceback_masked() -> None:
    try:
        raise ValueError(f"token={TOKEN}")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("photonlink", logging.ERROR, __file__, 1, "it %s", ("broke",), info)
    record.fields = {"reason": f"Bearer {TOKEN}", "count": 3}
    RedactingFilter().filter(record)
    text = JsonFormatter().format(record)
    line = json.loads(text)
    assert (line["level"], line["message"], line["count"]) == ("ERROR", "it broke", 3)
    assert "ValueError" in line["traceback"]
    assert TOKEN not in text


def test_each_directive_is_one_line_that_names_it_and_never_its_token(
    say: Say, particle: StandIn, capfd: pytest.CaptureFixture[str]
) -> None:
    particle.function(pack(40))
    say(directive("Alexa.PowerController", "TurnOn"))
    say(discover())
    out, err = capfd.readouterr()
    assert out == ""
    assert TOKEN not in err
