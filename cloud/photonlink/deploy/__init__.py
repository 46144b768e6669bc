"""Everything that is handed to AWS and to the Alexa console: template, skill package, pages, checklist."""

from photonlink.deploy.plan import Deployment, DeploymentError, Profile
from photonlink.deploy.regions import REGIONS, Region, region_named

__all__ = ["REGIONS", "Deployment", "DeploymentError", "Profile", "Region", "region_named"]
