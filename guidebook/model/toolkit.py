"""Records of the toolkit: first 100 days, response, training, self-assessment, measures, worksheets."""

from __future__ import annotations

from pydantic import Field

from guidebook.model.base import Record, Sources
from guidebook.model.fields import BodyKey, Day, Free, Short, Slug, Translated, Whole, YesNo


class PlanStep(Record):
    """One step of the first 100 days; it ends in a paper, a meeting or a message."""

    do: Translated
    """Begins with a verb."""
    with_: Short = Field(alias="with")
    """Whom the mayor does it with."""
    result: Short
    """A paper, a meeting or a message."""
    delegable: YesNo
    """Whether the deputy may do it."""
    note: Translated | None = None
    """Only where a caution is needed."""


class PlanPeriod(Record):
    """The steps of a range of days."""

    title: Short
    from_day: Whole
    """Days count from the oath, which is day 0."""
    to_day: Whole
    """Days count from the oath, which is day 0."""
    steps: dict[Slug, PlanStep]


class BudgetDate(Record):
    """A day of the budget year."""

    day: Whole
    month: Whole
    text: Short
    source: Sources
    checked: Day


class YearlyTask(Record):
    """A task that recurs every year."""

    when: Short
    what: Short


class Plan(Record):
    """The first 100 days and the year after them."""

    periods: dict[Slug, PlanPeriod]
    budget_rule: Translated
    """What to ask about this year's budget before anything else."""
    budget_dates: tuple[BudgetDate, ...]
    rhythm: tuple[YearlyTask, ...]


class IncidentLevel(Record):
    """How serious an incident is and who leads."""

    letter: Free
    name: Short
    examples: Short
    leads: Short
    pace: Short


class DecisionNode(Record):
    """A question of the decision tree, answered with yes or no."""

    question: Translated
    if_yes: Translated
    if_no: Translated | None = None


class ResponsePhase(Record):
    """What is done in a period of time after an incident."""

    time: Short
    mayor: Translated
    others: Translated
    source: Sources = ()
    """Where it says what an office offers."""
    checked: Day | None = None


class StatementTemplate(Record):
    """A statement to the public, with blanks in round brackets."""

    title: Short
    when: Short
    text: Translated


class CallSheetLine(Record):
    """A line of the call sheet."""

    role: Short
    body: BodyKey | None = None
    contact: Slug | None = None
    """A role under `contacts` of a municipality."""


class Response(Record):
    """The response to an incident."""

    levels: dict[Slug, IncidentLevel]
    """How serious it is."""
    questions: dict[Slug, DecisionNode]
    """The decision tree, in order."""
    clock: dict[Slug, ResponsePhase]
    """Who does what by when."""
    never: tuple[Translated, ...]
    """What not to do."""
    statements: dict[Slug, StatementTemplate]
    """Texts to fill in; at most 120 words each."""
    rules: tuple[Translated, ...]
    """Rules for all the statements."""
    call_order: dict[Slug, CallSheetLine]
    """The lines of the call sheet, in order."""


class TrainingGroup(Record):
    """Who learns what, when and with whom."""

    who: Short
    when: Short
    subjects: Short
    hours: Whole
    provider: Short
    """Only what a source shows: who may offer it."""
    proof: Short
    source: Sources = ()
    checked: Day


class Training(Record):
    """The training plan."""

    groups: dict[Slug, TrainingGroup]
    rules: tuple[Translated, ...]


class Dimension(Record):
    """One of the eight dimensions of the self-assessment; levels 1 to 4 in order."""

    title: Short
    levels: tuple[Translated, Translated, Translated, Translated]
    """Exactly four sentences, from level 1 to level 4."""
    next_step: Translated
    """What to do when the dimension is low."""


class ScoreBand(Record):
    """What a range of total scores means."""

    from_: Whole = Field(alias="from")
    to: Whole
    name: Short
    meaning: Translated


class Assessment(Record):
    """The self-assessment."""

    dimensions: dict[Slug, Dimension]
    bands: tuple[ScoreBand, ...]
    """What the sum of the eight levels, 8 to 32, means."""
    rules: tuple[Translated, ...]


class Measure(Record):
    """A small measure for the first year."""

    do: Translated
    """The measure; no costs."""
    owner: Short
    """The office that would naturally lead it."""


class Measures(Record):
    """The menu of small measures for the first year."""

    measures: dict[Slug, Measure]


class ReferralAside(Record):
    """Where an answer leads away from the path."""

    answer: YesNo
    """The answer that leads here; the other one goes on down the path."""
    do: Translated
    alarm: YesNo = False
    """Whether it is for the police."""


class ReferralStep(Record):
    """A step of the path for a worry about one person; with an aside, a question."""

    do: Translated
    office: Short
    time: Short
    aside: ReferralAside | None = None


class Worksheets(Record):
    """Lists to print and to fill in by hand."""

    local_picture: dict[Slug, Translated]
    """Questions of the worksheet."""
    listening: dict[Slug, Short]
    """Groups for the table of who was not met yet."""
    first_meeting: tuple[Short, ...]
    """The agenda of the first safety council."""
    seats: dict[Slug, Short]
    """The seat check."""
    referral_path: dict[Slug, ReferralStep]
    """Steps for a worry about one person."""
    can_i_share: dict[Slug, Translated]
    """Questions before sharing: all must be yes."""
    handover: dict[Slug, Short]
    """Lines of the handover sheet."""
    plan_form: dict[Slug, Short]
    """Fields of the one-page plan."""
    mayor_knows: tuple[Translated, ...]
    """Things to know before the first day."""
