"""A CloudFormation or SAM template, as far as it says what a function will be.

Parameters stand for their defaults; what is known only when the stack is made stays open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from photonlink.doctor.configuration import ConfigurationError

Json = Mapping[str, Any]

_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
#: What managed policies allow, of those that functions like ours are given (AWS's "Managed Policy Reference").
_MANAGED = {
    "AWSLambdaBasicExecutionRole": ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
    "AmazonDynamoDBFullAccess": ("dynamodb:*",),
    "AdministratorAccess": ("*",),
}
_CUSTOM = "alexa-appkit.amazon.com"


class _Loader(yaml.SafeLoader):
    """Reads the short forms of functions, such as !Ref and !Sub, as their long ones."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, object]:
    value: object
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = str(value).split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = None
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_form)


class Template:
    """One template, with the function in it that answers Alexa."""

    def __init__(self, path: Path) -> None:
        """Raises ConfigurationError."""
        try:
            text = path.read_text(encoding="utf-8")
            content = json.loads(text) if path.suffix == ".json" else yaml.load(text, _Loader)
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise ConfigurationError(f"{path} cannot be read: {error}") from error
        if not isinstance(content, Mapping):
            raise ConfigurationError(f"{path} is no template: expected Resources")
        self._parameters = _table(content.get("Parameters"))
        self._defaults = _table(_table(content.get("Globals")).get("Function"))
        self._resources = {
            str(name): each for name, each in _table(content.get("Resources")).items() if _is_table(each)
        }
        self.name = self._function(path)

    def facts(self) -> dict[str, object]:
        """The table [lambda] of a configuration."""
        properties = {**self._defaults, **_table(self._resources[self.name].get("Properties"))}
        architectures = properties.get("Architectures")
        variables = _table(_table(properties.get("Environment")).get("Variables"))
        resolved = {name: self.value(value) for name, value in variables.items()}
        return {
            "handler": self.value(properties.get("Handler")),
            "runtime": self.value(properties.get("Runtime")),
            "architecture": architectures[0]
            if isinstance(architectures, list) and architectures
            else "x86_64",
            # What AWS takes where a template says nothing.
            "timeout": _number(self.value(properties.get("Timeout", 3))),
            "memory": _number(self.value(properties.get("MemorySize", 128))),
            "environment": {name: value for name, value in resolved.items() if value is not None},
            "parameters": [name for name, value in resolved.items() if value is None],
            "triggers": list(self._triggers(properties)),
            "actions": self._actions(properties),
        }

    def value(self, given: object) -> str | None:
        """A scalar with parameters' defaults put in; None: known only when the stack is made."""
        if isinstance(given, str | int | float) and not isinstance(given, bool):
            return str(given)
        if not _is_table(given) or len(given) != 1:
            return None
        ((function, argument),) = given.items()
        if function == "Ref":
            default = _table(self._parameters.get(str(argument))).get("Default")
            return None if default in (None, "") else str(default)
        if function == "Fn::Sub" and isinstance(argument, str):
            for name in self._parameters:
                default = self.value({"Ref": name})
                if default is not None:
                    argument = argument.replace(f"${{{name}}}", default)
            return argument
        return None

    def _function(self, path: Path) -> str:
        """The resource that has a trigger of Alexa's; without one the first function of all."""
        functions = [name for name, each in self._resources.items() if each.get("Type") in _FUNCTIONS]
        if not functions:
            raise ConfigurationError(f"{path} has no Lambda function among its Resources")
        text = {name: json.dumps(self._resources[name], default=str) for name in functions}
        called = {
            target
            for each in self._permissions()
            for target in functions
            if str(self.value(each.get("Principal"))).startswith("alexa-")
            and _names(each.get("FunctionName"), target)
        }
        called |= {name for name in functions if "AlexaSkill" in text[name]}
        return next((name for name in functions if name in called), functions[0])

    def _permissions(self) -> Iterator[Json]:
        for each in self._resources.values():
            if each.get("Type") == "AWS::Lambda::Permission":
                yield _table(each.get("Properties"))

    def _triggers(self, properties: Json) -> Iterator[dict[str, str | None]]:
        for each in self._permissions():
            principal = self.value(each.get("Principal")) or ""
            if principal.startswith("alexa-") and _names(each.get("FunctionName"), self.name):
                yield {"principal": principal, "event_source_token": self.value(each.get("EventSourceToken"))}
        for event in _table(properties.get("Events")).values():
            kind = _table(event).get("Type")
            if kind == "AlexaSkill":
                token = self.value(_table(_table(event).get("Properties")).get("SkillId"))
                yield {"principal": _CUSTOM, "event_source_token": token}

    def _actions(self, properties: Json) -> list[str] | None:
        """What the function's role may do; None where the role is not in the template."""
        role = properties.get("Role")
        if role is None and self._resources[self.name].get("Type") == "AWS::Serverless::Function":
            given = properties.get("Policies", [])
            policies = given if isinstance(given, list) else [given]
            return [*_MANAGED["AWSLambdaBasicExecutionRole"], *self._allowed(policies)]
        for name, each in self._resources.items():
            if each.get("Type") == "AWS::IAM::Role" and _names(role, name):
                of_role = _table(each.get("Properties"))
                documents = [_table(policy).get("PolicyDocument") for policy in of_role.get("Policies") or []]
                return self._allowed([*documents, *(of_role.get("ManagedPolicyArns") or [])])
        return None

    def _allowed(self, policies: list[Any]) -> list[str]:
        found: list[str] = []
        for policy in policies:
            if isinstance(policy, str):
                found += _MANAGED.get(policy.rpartition("/")[2], ())
            for statement in _listed(_table(policy).get("Statement")):
                if _table(statement).get("Effect") == "Allow":
                    found += [str(action) for action in _listed(_table(statement).get("Action"))]
        return found


def _names(reference: object, name: str) -> bool:
    """Whether a property refers to a resource: by !Ref, !GetAtt, or within a !Sub."""
    if not _is_table(reference):
        return reference == name
    for function, argument in reference.items():
        if function == "Fn::Sub" and f"${{{name}" in str(argument):
            return True
        target = argument[0] if isinstance(argument, list) and argument else str(argument).split(".")[0]
        if target == name:
            return True
    return False


def _is_table(value: object) -> TypeGuard[Json]:
    return isinstance(value, Mapping)


def _table(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
