"""CHECKLIST.md: the way from the rendered files to a linked skill, in an order that works.

The order matters: the function's trigger wants the skill's id, the skill's endpoint wants the function's ARN, and the
console saves neither alone without a complaint.
"""

from __future__ import annotations

from photonlink.deploy.commands import PACKAGE, commands, shown
from photonlink.deploy.plan import UNHOSTED, Deployment
from photonlink.deploy.regions import why_one_skill_each


def console_fields(
    deployment: Deployment, client_secret: str = "the secret of that client"
) -> list[tuple[str, str]]:
    """What goes into which field of the console's Account Linking page."""
    return [
        ("Your Web Authorization URI", deployment.authorization_uri),
        ("Access Token URI", deployment.access_token_uri),
        ("Your Client ID", deployment.client_id or _where_the_id_is(deployment)),
        ("Your Secret", client_secret),
        ("Your Authentication Scheme", "HTTP Basic (recommended)"),
        ("Scope", deployment.scope or "leave it empty (a client without a scope takes any, such as profile)"),
        ("Domain List", "leave it empty"),
        (
            "Default Access Token Expiration Time",
            "leave it empty (the provider says how long its tokens live)",
        ),
    ]


def checklist(deployment: Deployment) -> str:
    """The text."""
    steps = [_skill(deployment), _pages(deployment), _stack(deployment), *_events(deployment)]
    steps += [_endpoint(deployment), _linking(deployment), _try(deployment)]
    title = f"# {deployment.skill_name}: Alexa in {deployment.region.title}, profile {deployment.profile}\n\n"
    intro = (
        f"{why_one_skill_each()}\n\n`photonlink deploy apply` does the steps that command lines can do, where `aws` and "
        "`ask` are installed; `photonlink doctor` says what is wrong when something is.\n\n"
    )
    return title + intro + "\n".join(f"## {number}. {step}" for number, step in enumerate(steps, 1))


def _where_the_id_is(deployment: Deployment) -> str:
    if deployment.provider == "amazon":
        return "the client id of the security profile"
    return "the id of the OAuth client (`photonlink setup` makes it)"


def _list(items: list[str]) -> str:
    return "".join(f"- [ ] {item}\n" for item in items)


def _skill(deployment: Deployment) -> str:
    known = f" Its id: `{deployment.skill_id}`." if deployment.skill_id else ""
    return "The skill\n" + _list(
        [
            "In the Alexa developer console, with the same Amazon account as your Echo: Create Skill, model Smart "
            f"Home, provision your own, primary locale {deployment.skill_locales[0]}.{known}",
            "Payload version v3.",
            "Copy Skill ID, and render again with `--skill-id`, if that is not done: only this skill may then invoke "
            "the function.",
        ]
    )


def _pages(deployment: Deployment) -> str:
    where = (
        "then render again with `--pages-url`"
        if deployment.pages_url == UNHOSTED
        else f"so that {deployment.privacy_url} and {deployment.terms_url} show them"
    )
    return "Privacy page and terms\n" + _list(
        [
            "Read `pages/privacy.html` and `pages/terms.html`; write in who runs the skill, if it is not there.",
            f"Put both on any web server with https (GitHub Pages and an S3 website do), {where}.",
        ]
    )


def _stack(deployment: Deployment) -> str:
    what = "the function and its role" if deployment.profile == "small" else "functions, table and key"
    text = "The function\n" + _list(
        [
            f"In the folder of this file: `photonlink deploy package {PACKAGE}` builds the zip.",
            f"Make {what}, in {deployment.region.aws} and nowhere else, and upload the zip:",
        ]
    )
    lines = "\n".join(shown(command) for command in commands(deployment) if command.program == "aws")
    return f"{text}\n```\n{lines}\n```\n"


def _events(deployment: Deployment) -> list[str]:
    if not deployment.sends_events:
        return []
    return [
        "Events\n"
        + _list(
            [
                "Permissions page of the skill: switch Send Alexa Events on. Its client id and secret (Alexa Skill "
                "Messaging) are the parameters AlexaClientId and AlexaClientSecret of the stack; they are not those "
                "of the linking form.",
                "Do this before anybody links: the grant comes when the skill is enabled, and at no other time.",
            ]
        )
    ]


def _endpoint(deployment: Deployment) -> str:
    note = (
        ""
        if deployment.aws_account
        else " (the stack's output FunctionArn; here with zeros for your AWS account)"
    )
    return "The endpoint\n" + _list(
        [
            f"Default endpoint and {deployment.region.title}: `{deployment.function_arn}`{note}.",
            "Save it before you go on, and do not leave Default empty: the console's complaint about that is hard to "
            "understand.",
        ]
    )


def _linking(deployment: Deployment) -> str:
    client = (
        f"`photonlink setup --region {deployment.region.name}` makes the OAuth client, of type web. The console's "
        f"Alexa Redirect URLs list three; the client has the one at {deployment.region.host}."
    )
    if deployment.provider == "amazon":
        client = (
            "Make a security profile in the Login with Amazon console, with a privacy notice URL, and with the console's "
            "Alexa Redirect URLs as allowed return URLs. **Everybody who links controls one Particle account.**"
        )
    fields = [
        f"{field}: `{value}`" if "://" in value else f"{field}: {value}"
        for field, value in console_fields(deployment)
    ]
    return "Account linking\n" + _list(
        [
            client,
            *fields,
            "Save.",
        ]
    )


def _try(deployment: Deployment) -> str:
    return "Try it\n" + _list(
        [
            "Test page of the skill: Development.",
            "Alexa app: More, Skills & Games, Your Skills, Dev; enable the skill, log in, allow.",
            '"Alexa, discover devices", then "Alexa, turn on the kitchen light".',
            "It does not work? In the folder of this file, `photonlink doctor --deployment .` names the first step that fails.",
        ]
    )
