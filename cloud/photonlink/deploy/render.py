"""Writes a deployment into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from photonlink.deploy.checklist import checklist
from photonlink.deploy.commands import SKILL_PACKAGE, TEMPLATE
from photonlink.deploy.pages import pages
from photonlink.deploy.plan import Deployment, DeploymentError
from photonlink.deploy.regions import REGIONS
from photonlink.deploy.skill_package import skill_package
from photonlink.deploy.template import as_yaml, template

#: What was asked for, so that `deploy apply` need not be told again.
RECORD = "deployment.json"


def rendered(deployment: Deployment) -> dict[str, str]:
    """Every file by its path within the folder. No secret is in any of them."""
    files = {
        TEMPLATE: as_yaml(template(deployment)),
        "CHECKLIST.md": checklist(deployment),
        RECORD: _json(_record(deployment)),
    }
    files |= {f"{SKILL_PACKAGE}/{path}": _json(content) for path, content in skill_package(deployment)}
    files |= {f"pages/{name}": text for name, text in pages(deployment).items()}
    return files


def write(deployment: Deployment, folder: Path) -> list[Path]:
    """Write the files and return their paths. Raises DeploymentError where the folder cannot be written."""
    written = []
    try:
        for name, text in rendered(deployment).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise DeploymentError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return written


def read(folder: Path) -> Deployment:
    """The deployment that was rendered into a folder. Raises DeploymentError."""
    path = folder / RECORD
    try:
        members = json.loads(path.read_text(encoding="utf-8"))
        region = REGIONS[members.pop("region")]
        return Deployment(region=region, **{**members, "locales": tuple(members.get("locales", ()))})
    except OSError as error:
        raise DeploymentError(
            f"there is no deployment in {folder} ({error.strerror}). Make one: photonlink deploy render --region na"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, DeploymentError):
            raise
        raise DeploymentError(
            f"{path} is not what `photonlink deploy render` writes ({error!r}); render again."
        ) from error


def _record(deployment: Deployment) -> dict[str, object]:
    return {**vars(deployment), "region": deployment.region.name}


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
