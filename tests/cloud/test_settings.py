from __future__ import annotations

import pytest

from photonlink.settings import Settings, SettingsError


def test_without_variables_the_real_services_are_meant() -> None:
    settings = Settings.from_environ({})
    assert settings.particle_api_url == "https://api.particle.io"
    assert settings.lwa_token_url == "https://api.amazon.com/auth/o2/token"
    assert settings.event_gateways[0] == "https://api.amazonalexa.com/v3/events"
    assert settings.store == "memory"


@pytest.mark.parametrize(
    ("region", "host"), [("us-east-1", "api."), ("eu-west-1", "api.eu."), ("us-west-2", "api.fe.")]
)
def test_the_event_gateway_follows_the_region(region: str, host: str) -> None:
    expected = f"https://{host}amazonalexa.com/v3/events"
    assert Settings.from_environ({"AWS_REGION": region}).event_gateways[0] == expected


def test_the_other_regions_gateways_follow_as_a_second_guess() -> None:
    hosts = [url.split("/")[2] for url in Settings.from_environ({"AWS_REGION": "eu-west-1"}).event_gateways]
    assert hosts == ["api.eu.amazonalexa.com", "api.amazonalexa.com", "api.fe.amazonalexa.com"]


def test_named_gateways_win() -> None:
    environ = {
        "AWS_REGION": "eu-west-1",
        "ALEXA_EVENT_GATEWAY": "http://127.0.0.1:4/v3/events, http://127.0.0.1:5",
    }
    gateways = Settings.from_environ(environ).event_gateways
    assert gateways == ("http://127.0.0.1:4/v3/events", "http://127.0.0.1:5")


def test_changes_are_reported_only_where_webhooks_can_arrive_and_grants_be_had() -> None:
    pair = {"ALEXA_CLIENT_ID": "id", "ALEXA_CLIENT_SECRET": "secret"}
    url = {"PHOTONLINK_WEBHOOK_URL": "https://hooks.example/webhook"}
    assert Settings.from_environ({**pair, **url}).reports_changes
    assert not Settings.from_environ(pair).reports_changes
    assert not Settings.from_environ(url).reports_changes


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"PARTICLE_API_URL": "api.particle.io"}, "PARTICLE_API_URL is 'api.particle.io'; expected a URL"),
        ({"PARTICLE_API_URL": "ftp://api.particle.io"}, "expected a URL"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'LOUD'; expected one of DEBUG"),
        ({"ALEXA_CLIENT_ID": "x"}, "ALEXA_CLIENT_SECRET is missing"),
        ({"ALEXA_CLIENT_SECRET": "x"}, "ALEXA_CLIENT_ID is missing"),
    ],
)
def test_a_wrong_variable_is_named_with_what_was_expected(environ: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environ(environ)
    assert words in str(error.value)


def test_the_secret_is_not_in_the_settings_text() -> None:
    settings = Settings.from_environ({"ALEXA_CLIENT_ID": "id", "ALEXA_CLIENT_SECRET": "hunter2"})
    assert "hunter2" not in repr(settings)


def test_grants_are_kept_in_a_file_unless_the_environment_says_where() -> None:
    pair = {"ALEXA_CLIENT_ID": "amzn1.application-oa2-client.0", "ALEXA_CLIENT_SECRET": "x"}
    assert Settings.from_environ(pair).store == "/tmp/photonlink.db"
    assert Settings.from_environ({**pair, "TMPDIR": "/var/tmp/"}).store == "/var/tmp/photonlink.db"
    assert Settings.from_environ({**pair, "PHOTONLINK_STORE": "dynamodb:lights"}).store == "dynamodb:lights"
    assert Settings.from_environ({}).store == "memory", "without the pair there is no grant to keep"
