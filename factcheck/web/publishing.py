"""Publishing: the confirmation before readers see it, changes afterwards, retraction."""

from flask import Blueprint

blueprint = Blueprint("publishing", __name__)
