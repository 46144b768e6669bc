"""What need not be done before the answer is an invocation of its own: the function invokes itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photonlink import afterwards
from photonlink.afterwards import NotHandedOver, later_by, tidy_webhooks
from photonlink.alexa.reports.accounts import Account, Accounts
from photonlink.alexa.reports.lwa import Tokens
from photonlink.aws import make_handler
from photonlink.store import MemoryStore

from .messages import accept_grant, check
from .stand_in import LWA, TOKEN, Context, InOrder, StandIn, StillClock
from .test_garbage import json_values
from .test_reports import REPORTING, hook, tokens

ON_LAMBDA = {"AWS_LAMBDA_FUNCTION_NAME": "photonlink", "AWS_SESSION_TOKEN": "of the role"}


class Function:
    """The function with all webhooks of three linkings, and the events that it has sent itself."""

    def __init__(self, session: requests.Session, particle: StandIn, clock: StillClock) -> None:
        self.particle, self.refuses = particle, False
        self.sent: list[Any] = []
        store = MemoryStore()
        Accounts(store).save(Account("ann@example.com", Tokens("a", "r", 0.0), "https://g", "known", "d"))
        self.handler = make_handler(
            REPORTING, session=session, clock=clock, executor=InOrder, store=store, later=self._take
        )
        particle.on("GET", "/v1/user", 200, {"username": "ann@example.com"})
        particle.on("POST", LWA, 200, tokens("one"))
        particle.on("POST", "/v1/integrations", 201, {"id": "new", "ok": True})
        particle.on(
            "GET", "/v1/integrations", 200, [hook("new"), hook("known", day=22), hook("dropped", day=23)]
        )
        for old in ("known", "dropped"):
            particle.on("DELETE", f"/v1/integrations/{old}", 204, b"")

    def _take(self, event: Any) -> None:
        if self.refuses:
            raise NotHandedOver("AccessDeniedException")
        self.sent.append(json.loads(json.dumps(event)))

    def grant(self) -> None:
        answer = self.handler(accept_grant(), Context())
        check(answer)
        assert answer["event"]["header"]["name"] == "AcceptGrant.Response"

    def deleted(self) -> set[str]:
        return {call.path.rsplit("/", 1)[1] for call in self.particle.calls if call.method == "DELETE"}


@pytest.fixture
def function(session: requests.Session, particle: StandIn, clock: StillClock) -> Function:
    return Function(session, particle, clock)


def test_alexa_does_not_wait_until_old_webhooks_are_gone(function: Function) -> None:
    function.grant()
    assert [call.path for call in function.particle.calls] == ["/v1/user", LWA, "/v1/integrations"]
    (event,) = function.sent
    assert function.handler(event, Context()) == {"ok": True}
    assert function.deleted() == {"known", "dropped"}


def test_where_the_role_does_not_allow_it_they_go_before_the_answer(
    function: Function, log: pytest.LogCaptureFixture
) -> None:
    function.refuses = True
    function.grant()
    assert function.deleted() == {"known", "dropped"}
    assert "AccessDeniedException" in str([record.__dict__ for record in log.records])


def test_an_event_that_comes_late_leaves_the_webhook_of_a_newer_linking_alone(function: Function) -> None:
    function.grant()
    (event,) = function.sent
    listed = [hook("dropped", day=23), hook("new"), hook("newer", day=25)]
    function.particle.on("GET", "/v1/integrations", 200, listed)
    function.handler(event, Context())
    assert function.deleted() == {"known", "dropped"}
    function.particle.on("GET", "/v1/integrations", 200, [hook("newer", day=25)])
    function.particle.calls.clear()
    function.handler(event, Context())
    assert function.deleted() == {"known"}, "its own is gone: the newer linking has tidied up"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    json_values | st.fixed_dictionaries({"task": st.just("tidy-webhooks")}, optional={"token": json_values})
)
def test_an_event_that_makes_no_sense_does_nothing(function: Function, task: object) -> None:
    assert function.handler({"photonlink": task}, Context()) == {"ok": False}
    assert function.particle.calls == []


# -- on AWS


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """AWS's Lambda, as boto3's own description of it."""
    from botocore.stub import Stubber

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    afterwards._aws.cache_clear()
    with Stubber(afterwards._aws()[0]) as stub:
        yield stub
    afterwards._aws.cache_clear()


def test_on_aws_the_function_invokes_itself_asynchronously(stub: Any) -> None:
    event = tidy_webhooks(TOKEN, "new", "known")
    sent = {
        "FunctionName": "photonlink",
        "InvocationType": "Event",
        "Payload": json.dumps(event).encode(),
    }
    stub.add_response("invoke", {"StatusCode": 202}, sent)
    later = later_by(ON_LAMBDA)
    assert later is not None
    later(event)
    stub.assert_no_pending_responses()


def test_what_aws_refuses_is_said_without_the_token(stub: Any) -> None:
    stub.add_client_error(
        "invoke", "AccessDeniedException", "not authorized to perform: lambda:InvokeFunction"
    )
    later = later_by(ON_LAMBDA)
    assert later is not None
    with pytest.raises(NotHandedOver, match="AccessDeniedException") as raised:
        later(tidy_webhooks(TOKEN, "new", ""))
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("name", list(ON_LAMBDA))
def test_elsewhere_there_is_nothing_to_invoke(name: str) -> None:
    assert later_by({key: value for key, value in ON_LAMBDA.items() if key != name}) is None
