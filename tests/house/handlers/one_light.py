"""A small skill handler that has nothing to do with photonlink: one light, kept in memory, spoken to by nobody else."""

import datetime
import json
import os
import urllib.request
import uuid

ON = {"on": False}
FAULT = os.environ.get("HANDLER_FAULT", "")


def _now():
    digits = 6 if FAULT == "microseconds" else 3
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return now[: len(now) - (6 - digits)] + "Z"


def _message(namespace, name, request, payload, **more):
    header = {"namespace": namespace, "name": name, "payloadVersion": "3", "messageId": str(uuid.uuid4())}
    asked = request["directive"]["header"]
    if "correlationToken" in asked:
        header["correlationToken"] = asked["correlationToken"]
    event = {"header": header, "payload": payload}
    if "endpoint" in request["directive"]:
        event["endpoint"] = {"endpointId": request["directive"]["endpoint"]["endpointId"]}
    return {"event": event, **more}


def handler(request, context):
    print("a line for the log")
    name = request["directive"]["header"]["name"]
    if name == "AcceptGrant":
        return _message("Alexa.Authorization", "AcceptGrant.Response", request, {})
    if name == "Discover":
        token = request["directive"]["payload"]["scope"]["token"]
        url = os.environ["PARTICLE_API_URL"] + "/v1/devices"
        asked = urllib.request.Request(url, headers={"Authorization": "Bearer " + token})
        devices = json.load(urllib.request.urlopen(asked, timeout=5))
        capability = {
            "type": "AlexaInterface",
            "interface": "Alexa.PowerController",
            "version": "3",
            "properties": {
                "supported": [{"name": "powerState"}],
                "proactivelyReported": False,
                "retrievable": True,
            },
        }
        endpoint = {
            "endpointId": "foreign",
            "manufacturerName": "somebody",
            "friendlyName": "foreign lamp",
            "description": f"seen beside {len(devices)} Photons",
            "displayCategories": ["LIGHT"],
            "capabilities": [{"type": "AlexaInterface", "interface": "Alexa", "version": "3"}, capability],
        }
        return _message("Alexa.Discovery", "Discover.Response", request, {"endpoints": [endpoint]})
    if name in ("TurnOn", "TurnOff"):
        ON["on"] = name == "TurnOn"
    value = {
        "namespace": "Alexa.PowerController",
        "name": "powerState",
        "value": "ON" if ON["on"] else "OFF",
        "timeOfSample": _now(),
        "uncertaintyInMilliseconds": 0,
    }
    answer = "StateReport" if name == "ReportState" else "Response"
    return _message("Alexa", answer, request, {}, context={"properties": [value]})


def microseconds(request, context):
    """The same, with the mistake that many make: six digits of a second."""
    global FAULT
    FAULT = "microseconds"
    return handler(request, context)
