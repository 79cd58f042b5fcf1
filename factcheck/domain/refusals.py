"""The three ways to say no; each carries a sentence a person can act on."""


class Refusal(Exception):
    """A verb that may not be used now.  `sentence` is fit to show; `http_status` is how the web says it."""

    http_status = 400

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class WrongState(Refusal):
    """The claim has moved on, or somebody changed it meanwhile: read it again."""

    http_status = 409


class NotYourPart(Refusal):
    """This person may not, whatever the state: another part, or another pair of eyes, is needed."""

    http_status = 403


class NotReady(Refusal):
    """Something is missing; the sentence says what."""

    http_status = 422
