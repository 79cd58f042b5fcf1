"""The verbs of the desk: each takes a `Work` first, asks the rulebook, changes rows and records history.

Nothing here commits, knows a request or talks to the outside world.
"""
