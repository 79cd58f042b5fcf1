"""The job that clears out of the database what it still holds of a source that was sealed afterwards (M7).

It is done again until nothing is held any more: what was sealed stays so whether or not this is over.
"""

from datetime import timedelta

from factcheck.db import Busy
from factcheck.dialects.clearing import StillHeld
from factcheck.jobs.frame import Done, Failed, Later, Runner, Task

PAUSE = timedelta(minutes=1)
OTHERS = "others were writing"


def forget(run: Runner, _task: Task) -> Done | Failed | Later:
    """Clear it.  Whoever still reads or writes is waited for; what waiting does not mend is told an administrator."""
    try:
        run.database.clear_away()
    except Busy:
        return Later(OTHERS, run.clock() + PAUSE)
    except StillHeld as why:
        if why.passes:
            return Later(why.sentence, run.clock() + PAUSE)
        return Failed(why.sentence)
    return Done("cleared")
