"""How far a job is: something the desk does outside, or later, once a change is committed."""

from factcheck.domain.terms import Term


class JobState(Term):
    """Every job ends once, as done or as failed; only an administrator begins a failed one anew."""

    WAITING = "waiting", "It comes due, for the first time or once more."
    WORKING = "working", "Somebody works on it.", "under way"
    DONE = "done", "It ended; its outcome says how."
    FAILED = "failed", "It was given up; its outcome says why."
