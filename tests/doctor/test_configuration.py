"""The doctor on a configuration file: what somebody typed into the consoles."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonlink.doctor import Case, Configuration, ConfigurationError, Examination, examine
from photonlink.doctor.command import doctor
from photonlink.doctor.probes import Probes

CONFUSED = """
[particle]
user = "alice@example.com"
access_token = "0123456789abcdef0123456789abcdef01234567"

[client]
id = "photonlink-4821"
type = "app"
redirect_uri = "https://pitangui.amazon.com/api/skill/link/M2AEXAMPLE"

[skill]
authorization_uri = "https://api.particle.io/oauth/authorize"
access_token_uri = "https://api.particle.io/v1/access_tokens"
client_id = "alice@example.com"
client_secret = "0123456789abcdef0123456789abcdef01234567"
redirect_uris = ["https://pitangui.amazon.com/api/skill/link/M2AEXAMPLE"]

[amazon]
region = "eu"
country = "DE"
language = "de-DE"
"""


def judged(text: str, tmp_path: Path, *, suffix: str = ".toml") -> Examination:
    path = tmp_path / f"house{suffix}"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return examine(Case(Configuration.read(path), Probes(offline=True)))


def problems(found: Examination) -> set[str]:
    return {verdict.code for verdict in found.problems}


def test_a_confused_configuration_is_named_in_one_run(tmp_path: Path) -> None:
    found = judged(CONFUSED, tmp_path)
    assert problems(found) == {"L101", "L102", "L103", "L105", "L108"}
    region = next(verdict for verdict in found.verdicts if verdict.code == "L105")
    assert "Europe" in region.evidence
    assert "--region eu" in region.fix


def test_a_token_in_a_file_that_others_may_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(CONFUSED, encoding="utf-8")
    path.chmod(0o644)
    found = examine(Case(Configuration.read(path), Probes(offline=True)))
    verdict = next(verdict for verdict in found.problems if verdict.code == "T207")
    assert "house.toml, line 4, holds 0123… (40 characters)" in verdict.evidence


def test_no_secret_is_shown_in_full(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(CONFUSED, encoding="utf-8")
    for options in ([], ["--json"], ["-v"]):
        done = CliRunner().invoke(doctor, ["--config", str(path), "--offline", *options])
        assert done.exit_code == 1
        assert "0123456789abcdef0123456789abcdef01234567" not in done.output
        assert "0123… (40 characters)" in done.output


def test_json_has_the_public_members(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(CONFUSED, encoding="utf-8")
    told = json.loads(CliRunner().invoke(doctor, ["--config", str(path), "--offline", "--json"]).stdout)
    assert set(told) == {"verdicts", "first"}
    assert set(told["verdicts"][0]) == {"code", "verdict", "title", "evidence", "fix", "consequence_of"}


def test_an_empty_configuration_has_no_problem_and_nothing_known(tmp_path: Path) -> None:
    found = judged("", tmp_path)
    assert problems(found) == set()
    known = {verdict.code for verdict in found.verdicts if verdict.verdict != "unknown"}
    assert known == {"T207"}, "the file itself holds no token"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[skil]\n", "did you mean skill?"),
        ('[skill]\nclientid = "x"\n', "did you mean client_id?"),
        ("[skill]\nclient_id = 7\n", "skill.client_id is a text"),
        ("[skill]\nscopes = 7\n", "skill.scopes is a list"),
        ("skill = 7\n", "skill is a table of settings"),
        ("[[lambda.triggers]]\nqualifier = 'x'\n", "lambda.triggers[0]"),
        ("[skill\n", "is no TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        Configuration.read(path)
    done = CliRunner().invoke(doctor, ["--config", str(path)])
    assert done.exit_code == 2
    assert "house.toml" in done.output


def _shapes() -> dict[str, Any]:
    texts = st.text(max_size=30) | st.sampled_from(
        ["https://api.particle.io/oauth/token", "http://[", "a@b", "0" * 40, "amzn1.application-oa2-client.x"]
    )
    return {
        "skill": st.fixed_dictionaries(
            {},
            optional={
                "client_id": texts,
                "client_secret": texts,
                "authorization_uri": texts,
                "access_token_uri": texts,
                "scheme": texts,
                "redirect_uris": st.lists(texts, max_size=2),
                "scopes": st.lists(texts, max_size=2),
                "locales": st.lists(texts, max_size=2),
                "endpoints": st.dictionaries(texts, texts, max_size=2),
                "messaging_client_id": texts,
                "privacy_policy_url": texts,
            },
        ),
        "client": st.fixed_dictionaries({}, optional={"id": texts, "type": texts, "redirect_uri": texts}),
        "particle": st.fixed_dictionaries({}, optional={"user": texts, "access_token": texts}),
        "amazon": st.fixed_dictionaries({}, optional={"region": texts, "country": texts, "language": texts}),
        "linking": st.fixed_dictionaries(
            {},
            optional={
                "state_sent": texts,
                "state_returned": texts,
                "redirect_uri": texts,
                "token_error": texts,
                "token_seconds": st.floats(0, 1e6),
                "code_age": st.floats(0, 1e6),
                "expires_at": st.floats(0, 4e9),
            },
        ),
        "leds": st.dictionaries(texts, texts, max_size=2),
    }


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional=_shapes()))
def test_no_configuration_makes_the_doctor_fail(content: dict[str, Any]) -> None:
    configuration = Configuration.from_mapping(content, "a file")
    found = examine(Case(configuration, Probes(offline=True)))
    assert all(verdict.fix for verdict in found.problems)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda c: st.lists(c) | st.dictionaries(st.text(), c),
    )
)
def test_a_file_is_read_or_refused(content: Any) -> None:
    with contextlib.suppress(ConfigurationError):
        Configuration.from_mapping(content, "a file")
