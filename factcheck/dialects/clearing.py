"""What is the same on both databases when words are cleared out that a change took away for good."""


class StillHeld(Exception):
    """The database still holds what it was to let go of: `sentence` says why, `passes` whether waiting helps.

    Where it does not, an administrator has to do what the sentence says.
    """

    def __init__(self, sentence: str, *, passes: bool = True):
        super().__init__(sentence)
        self.sentence = sentence
        self.passes = passes
