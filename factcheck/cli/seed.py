"""`factcheck seed`: what a desk begins with, and the demo story for a database that holds nothing else."""

import secrets

import click

from factcheck import seeding
from factcheck.cli.database import prepare
from factcheck.cli.frame import Fault, examples, opened, reading
from factcheck.cli.output import print_table, progress
from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE
from factcheck.keeping import blobs_of
from factcheck.seeding import Story
from factcheck.services import desk_settings

# Without m, d and l no syllables make a name or word of the cast, which a password may not hold.
CONSONANTS, VOWELS, SYLLABLES, GROUPS = "bfghknprstvz", "aeiou", 2, 4


@click.command(
    epilog=examples(
        "factcheck seed",
        'factcheck seed --name "The Harbour Post checks" --contact desk@example.org',
        "factcheck seed --demo",
    )
)
@click.option("--name", help="What readers call this desk; it signs every verdict.")
@click.option("--contact", help="Where readers report errors: a mail or web address.")
@click.option("--demo", "is_demo", is_flag=True, help="Tell the demo story too, on an empty desk.")
def seed(name: str | None, contact: str | None, is_demo: bool) -> None:
    """Add what a desk begins with: rating scales, approval policies, pages about the desk.

    What is there already stays as it is, but for a name or contact given here; run it again to change them.  With
    --demo the story is told as well: the desk is then marked as a demonstration, which is refused where people or
    articles are.
    """
    if is_demo and (name or contact):
        raise click.UsageError("The demonstration has a name of its own.")
    with opened(is_ready=False) as database:
        prepare(database)
        if not is_demo:
            with database.work(COMMAND_LINE) as work:
                desk_settings.name_desk(work, name=name, contact=contact)
            click.echo("Scales, policies and pages are in place.")
            return
        password = make_password()
        tell(database, password)
    print_cast(password)


def tell(database: Database, password: str) -> None:
    """Load the story under a progress bar."""
    story = seeding.read_story()
    today = utc_now().date()
    with reading(database) as session:
        if seeding.is_told(session):
            raise Fault("The demo story is told here already.")
    keep = blobs_of(database.settings).put
    with progress("Telling the demo story", len(story.moves)) as bar:
        seeding.load(database, password, story=story, today=today, keep=keep, on_move=bar.update)


def print_cast(password: str) -> None:
    """Who may sign in to the demo."""
    story: Story = seeding.read_story()
    rows = [
        (person["name"], person["mail"], ", ".join(person["parts"]).replace("_", " "))
        for person in story.people.values()
    ]
    print_table(("account", "mail address", "parts"), rows, none="")
    click.echo(f"\nPassword of all of them: {password}")


def make_password() -> str:
    """Syllables that can be read aloud: about 47 bits, for an account that guards nothing."""
    return "-".join(
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))
        for _ in range(GROUPS)
    )
