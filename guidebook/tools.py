"""The tools of a guide: first 100 days, response, training, self-assessment, measures, worksheets."""

from __future__ import annotations

from pydantic import Field

from guidebook.record import Record, Sources
from guidebook.values import BodyKey, Day, Free, Short, Slug, Translated, Whole, YesNo


class Step(Record):
    """One step of the first 100 days; it ends in a paper, a meeting or a message."""

    do: Translated
    with_: Short = Field(alias="with")
    result: Short
    delegable: YesNo
    note: Translated | None = None


class Period(Record):
    """Steps between two days counted from the oath, which is day 0."""

    title: Short
    from_day: Whole
    to_day: Whole
    steps: dict[Slug, Step]


class BudgetDate(Record):
    """A day of the budget year."""

    day: Whole
    month: Whole
    text: Short
    source: Sources
    checked: Day


class Habit(Record):
    """Something that comes back every year."""

    when: Short
    what: Short


class Plan(Record):
    """The first 100 days and the year after them."""

    periods: dict[Slug, Period]
    budget_dates: tuple[BudgetDate, ...]
    rhythm: tuple[Habit, ...]


class Seriousness(Record):
    """How serious an incident is and who leads."""

    letter: Free
    name: Short
    examples: Short
    leads: Short
    pace: Short


class Question(Record):
    """A question of the decision tree."""

    question: Translated
    if_yes: Translated
    if_no: Translated | None = None


class Hours(Record):
    """What is done in a stretch of time after an incident."""

    time: Short
    mayor: Translated
    others: Translated


class Statement(Record):
    """A text for the public, with places to fill in round brackets."""

    title: Short
    when: Short
    text: Translated


class Call(Record):
    """A line of the call sheet."""

    role: Short
    body: BodyKey | None = None
    contact: Slug | None = None
    """A role under `contacts` of a municipality."""


class Response(Record):
    """What to do when something happens."""

    levels: dict[Slug, Seriousness]
    questions: dict[Slug, Question]
    clock: dict[Slug, Hours]
    never: tuple[Translated, ...]
    statements: dict[Slug, Statement]
    rules: tuple[Translated, ...]
    call_order: dict[Slug, Call]


class TrainingGroup(Record):
    """Who learns what, when and with whom."""

    who: Short
    when: Short
    subjects: Short
    hours: Whole
    provider: Short
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
    next_step: Translated


class Band(Record):
    """What a range of the total score means."""

    from_: Whole = Field(alias="from")
    to: Whole
    name: Short
    meaning: Translated


class Assessment(Record):
    """The self-assessment."""

    dimensions: dict[Slug, Dimension]
    bands: tuple[Band, ...]
    rules: tuple[Translated, ...]


class Measure(Record):
    """A small measure for the first year."""

    do: Translated
    owner: Short


class Measures(Record):
    """The menu of small measures."""

    measures: dict[Slug, Measure]


class Worksheets(Record):
    """Lists that are filled in by hand."""

    local_picture: dict[Slug, Translated]
    listening: dict[Slug, Short]
    first_meeting: tuple[Short, ...]
    seats: dict[Slug, Short]
    referral_path: tuple[Translated, ...]
    can_i_share: dict[Slug, Translated]
    handover: dict[Slug, Short]
    plan_form: dict[Slug, Short]
    mayor_knows: tuple[Translated, ...]
