"""The rules of the desk, as plain functions and frozen data over the standard library alone.

No table, no request and no clock is known here: callers hand in facts and a moment, and get an answer or a refusal.
"""
