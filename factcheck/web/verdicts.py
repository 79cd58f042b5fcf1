"""The verdict of a claim: writing it, handing it in, taking it back, comparing its versions."""

from flask import Blueprint

blueprint = Blueprint("verdicts", __name__)
