"""Reviews: the review page and what reviewers do on it."""

from flask import Blueprint

blueprint = Blueprint("reviews", __name__)
