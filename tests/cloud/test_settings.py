from __future__ import annotations

import pytest

from photonlink.settings import Settings, SettingsError


def test_without_variables_the_real_services_are_meant() -> None:
    settings = Settings.from_environ({})
    assert settings.particle_api_url == "https://api.particle.io"
    assert settings.lwa_token_url == "https://api.amazon.com/auth/o2/token"
    assert settings.event_gateway == "https://api.amazonalexa.com/v3/events"
    assert settings.store == "memory"


@pytest.mark.parametrize(
    ("region", "host"), [("us-east-1", "api."), ("eu-west-1", "api.eu."), ("us-west-2", "api.fe.")]
)
def test_the_event_gateway_follows_the_region(region: str, host: str) -> None:
    expected = f"https://{host}amazonalexa.com/v3/events"
    assert Settings.from_environ({"AWS_REGION": region}).event_gateway == expected


def test_a_named_gateway_wins() -> None:
    environ = {"AWS_REGION": "eu-west-1", "ALEXA_EVENT_GATEWAY": "http://127.0.0.1:4/v3/events"}
    assert Settings.from_environ(environ).event_gateway == "http://127.0.0.1:4/v3/events"


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
