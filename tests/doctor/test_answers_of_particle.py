"""What the doctor makes of odd answers of Particle's API to the token that Alexa holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from photonlink.doctor import Case, Configuration, examine
from photonlink.doctor.check import find_check
from photonlink.doctor.probes import Probes
from photonlink.doctor.verdict import Verdict


class _Always(requests.adapters.BaseAdapter):
    """Gives one answer to every request."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__()
        self._status, self._text = status, text

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = self._status, request, request.url or ""
        answer._content = self._text.encode()
        return answer

    def close(self) -> None:
        """Nothing is open."""


def verdict(code: str, status: int, text: str, **linking: float) -> Verdict:
    content = {
        "particle": {"user": "alice@example.com"},
        "linking": {"access_token": "0123456789" * 4, **linking},
    }
    session = requests.Session()
    session.mount("https://", _Always(status, text))
    case = Case(Configuration.from_mapping(content, "a file"), Probes(session))
    return examine(case, [find_check(code)]).verdicts[0]


@pytest.mark.parametrize("when", [1e300, float("inf"), float("nan"), -1.0])
def test_a_moment_that_is_no_date_does_not_stop_the_doctor(when: float) -> None:
    refused = {"error": "invalid_token", "error_description": "The access token provided has expired."}
    found = verdict("T201", 401, json.dumps(refused), expires_at=when, linked_at=0.0)
    assert found.verdict == "problem"
    assert found.evidence.endswith("(linked 1970-01-01)")


@pytest.mark.parametrize("text", ["<html>Log in to this hotel", "{}", "[]", '{"username": null}'])
def test_an_answer_without_a_user_accuses_nobody(text: str) -> None:
    assert verdict("T206", 200, text).verdict == "unknown"


def test_a_user_name_is_the_same_in_capitals() -> None:
    assert verdict("T206", 200, '{"username": "Alice@Example.com"}').verdict == "ok"


def test_another_user_is_named() -> None:
    assert "bob@example.com's" in verdict("T206", 200, '{"username": "bob@example.com"}').evidence
