"""Boards that are valid by default, in every state that a screen must survive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dashboard.cache.board import Board, Queue, SourceState, Taken, Unavailable, WallAlert, WallCase
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.clusters import Cluster
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.moments import Moment
from dashboard.domain.scope import Scope, View
from dashboard.words import Words
from layouts.plan import Plan, plan_around
from layouts.screens import Sight

AT = datetime(2026, 11, 24, 11, 32, tzinfo=UTC)
ON = date(2026, 11, 24)
WEEK = (date(2026, 11, 21), date(2026, 11, 27))
ZONE = ZoneInfo("Europe/Moscow")
STREETS = (("ул. Мира", ((32.43, 69.4), (32.47, 69.4))),)
PLAN = replace(plan_around(69.4003584, 32.4501496), streets=STREETS, scheme=True, drawn=True)
TOPICS = ("heating", "snow_roads", "waste_removal", "lighting", "roofs", "hot_water", "schools", "buses", "dogs",
          "yards", "signs")
DEPARTMENTS = ("ЕДДС", "Медсанчасть", "Служба городского хозяйства", "Теплоснабжение", "Управляющая организация")
CHANNELS = ("pos", "incident", "social_vk", "nash_sever", "sed", "phone", "edds")
STATES = ("open", "overdue_open", "due_today", "due_in_3_working_days", "received", "closed")


def figure(key: str, n: int, measure: str = "received", **more: object) -> Figure:
    """One count with its rows."""
    scope = Scope(ON - timedelta(days=27))
    plain: dict[str, object] = {"before": float(n), "observed_at": AT, "drill": Drill(measure, scope)}
    return Figure(key, float(n), "questions", n, **{**plain, **more})  # type: ignore[arg-type]


def share(key: str, n: int, of: int, measure: str = "on_time") -> Figure:
    """One share with an interval; too few cases have no value."""
    value = 100 * n / of if of else None
    state = Trust.CURRENT if of >= 5 else Trust.TOO_FEW
    low, high = (None, None) if value is None or of < 5 else (max(0.0, value - 12), min(100.0, value + 8))
    scope = Scope(ON - timedelta(days=90))
    return Figure(key, value if of >= 5 else None, "percent", n, of, low, high, value, state, AT,
                  drill=Drill(measure, scope), whole=Drill(f"whole_of_{measure}", scope))


def days(measure: str, top: int) -> tuple[Figure, ...]:
    """Fifty-six days with one surge."""
    counts = [(i * 7) % top + (40 if measure == "received" and i == 30 else 0) for i in range(56)]
    first = ON - timedelta(days=55)
    return tuple(figure((first + timedelta(days=i)).isoformat(), n, measure,
                        drill=Drill(measure, Scope(first + timedelta(days=i), first + timedelta(days=i))))
                 for i, n in enumerate(counts))


def week(key: str, n: int, **more: object) -> Figure:
    """One count of the reporting week."""
    return figure(key, n, drill=Drill("received", Scope(WEEK[0], WEEK[1])), **more)


def surge(topic: str, first: int, last: int) -> Figure:
    """A topic that surged from so many days ago to so many: places among the last 56 days."""
    start = ON - timedelta(days=55)
    scope = Scope(start + timedelta(days=first), start + timedelta(days=last)).within("topic", topic)
    return figure(topic, 30, drill=Drill("received", scope))


def case(topic: str = "heating", elapsed: float = 0.4) -> WallCase:
    """One open case."""
    return WallCase(topic, "ул. Мира", "Теплоснабжение", "housing", "pos", Moment(ON - timedelta(days=9)),
                    Moment(ON + timedelta(days=1)), elapsed)


def alarm(street: str = "ул. Мира", **more: object) -> WallAlert:
    """A term that broke a minute ago, of three questions like `case`; nobody has answered."""
    then = AT - timedelta(minutes=1)
    plain = WallAlert(1, "days", "breached", Severity.BREACH, 3, then, then, True, "housing", "heating", street,
                      turn="Ответственная за блок ЖКХ")
    return replace(plain, **more)  # type: ignore[arg-type]


def answered(position: str = "Руководитель МЦУ", promise_on: date | None = None) -> Taken:
    """Who has taken an alert."""
    return Taken(position, AT + timedelta(hours=8), promise_on)


def cluster(number: int = 1, lat: float = 69.4003, lon: float = 32.4501, days_by_chance: float | None = 800) -> Cluster:
    """One heap."""
    return Cluster(f"c{number}", lat, lon, 80.0, 12, 0.4, ("heating",), ON - timedelta(days=9), ON, (1, 2, 3), 0.001,
                   days_by_chance)


def usual(**more: object) -> Board:
    """An ordinary day."""
    metrics = {key: (figure("", n, key, before=n - 3.0),)
               for key, n in zip(STATES, (143, 7, 3, 12, 123, 118), strict=True)}
    metrics |= {"likely_late": (figure("", 9, "likely_late"),)}
    metrics |= {"inflow": days("received", 9), "closing": days("closed", 8)}
    metrics |= {"lapsing": days("lapsed", 3), "closing_late": days("closed_late", 3), "terms_ending": days("ending", 5)}
    metrics |= {
        "topics_of_week": (week("", 61), *(week(t, 12 - i, before=6.0 + i) for i, t in enumerate(TOPICS))),
        "surges": (surge("heating", 30, 30), surge("snow_roads", 40, 42)),
        "received_by_channel": (figure("", 123), *(figure(c, 40 - 5 * i) for i, c in enumerate(CHANNELS))),
        "overdue_open_by_block": (figure("", 7), figure("housing", 5, "overdue_open")),
        "overdue_open_by_department": (figure("", 7), figure("Теплоснабжение", 5, "overdue_open"), figure("", 2)),
        "open_by_district": (figure("", 143), figure("Сопки", 50, "open"), figure("", 93, "open")),
        "on_time": (share("", 110, 123),), "satisfaction": (share("", 53, 87, "satisfied"),),
        "ratings": tuple(figure(str(m), 5 * m, f"rated_{m}", of=75) for m in range(1, 6)),
    }
    metrics |= {axis: (share("", 370, 414), *(share(d, 3 * i, 4 * i) for i, d in enumerate(DEPARTMENTS)))
                for axis in ("axis_quantity", "axis_quality", "axis_speed", "axis_fullness")}
    titles = {"topic": {key: f"Тема {i}" for i, key in enumerate(TOPICS)} | {"heating": "Отопление"},
              "channel": {key: f"Канал {i}" for i, key in enumerate(CHANNELS)}, "block": {"housing": "ЖКХ"}}
    queues = tuple(Queue(key, 7, tuple(case(t, 0.2 * i) for i, t in enumerate(TOPICS[:8]))) for key in STATES[1:4])
    queues += (Queue("likely_late", 9, tuple(replace(case(t, 0.5), late=0.7) for t in TOPICS[:8])),)
    sources = (SourceState("pos", "ПОС", AT, 86400, "fresh", share=0.4),
               SourceState("incident", "Инцидент", AT - timedelta(days=2), 86400, "late", share=0.1),
               SourceState("sed", "СЭД", None, 86400, "none"))
    board = Board("boot-1", AT, ON, View(), Scope(), "Заозерск", True, metrics, titles, queues,
                  (cluster(1), cluster(2, 69.402, 32.46), cluster(3, 69.398, 32.44, None)), sources, 114, WEEK)
    return replace(board, **more)  # type: ignore[arg-type]


def empty() -> Board:
    """A town that nobody has written to, and no source yet."""
    none = Figure("", None, "percent", 0, 0, state=Trust.EMPTY)
    metrics = {key: (figure("", 0, key),) for key in STATES} | dict.fromkeys(("on_time", "satisfaction"), (none,))
    silent = (SourceState("pos", "ПОС", None, 86400, "none"),)
    return usual(metrics=metrics, titles={}, queues=(), clusters=(), sources=silent, demo=False)


def doubted(state: Trust) -> Board:
    """Every figure in one state of trust: partial or stale, without one source."""
    then = AT - timedelta(days=12)

    def doubt(told: Figure) -> Figure:
        return replace(told, state=state, observed_at=then, missing=("pos",))

    board = usual()
    metrics = {k: tuple(doubt(f) for f in v) for k, v in board.metrics.items() if not isinstance(v, Unavailable)}
    silent = SourceState("pos", "ПОС", then, 86400, "silent", share=0.4)
    return replace(board, metrics=metrics, sources=(silent,))


def unavailable() -> Board:
    """Nothing could be computed."""
    board = usual()
    return replace(board, metrics={k: Unavailable("This figure cannot be computed now") for k in board.metrics},
                   queues=(), clusters=Unavailable("This figure cannot be computed now"))


def huge() -> Board:
    """Numbers and names far longer than a small town has."""
    board = usual()
    long = "Муниципальное казённое учреждение «Центр обеспечения функционирования органов местного самоуправления»"
    metrics = {k: tuple(replace(f, value=1_234_567.0, n=1_234_567) if f.unit == "questions" else f for f in v)
               for k, v in board.metrics.items() if not isinstance(v, Unavailable)}
    return replace(board, town="Закрытое административно-территориальное образование Заозерск", metrics=metrics,
                   titles={**board.titles, "topic": dict.fromkeys(TOPICS, long),
                                                "channel": dict.fromkeys(CHANNELS, long)})


BOARDS = {"usual": usual, "empty": empty, "partial": lambda: doubted(Trust.PARTIAL),
          "stale": lambda: doubted(Trust.STALE), "unavailable": unavailable, "huge": huge}


def sight(board: Board | None = None, plan: Plan = PLAN) -> Sight:
    """What a panel draws from, in Russian."""
    return Sight(board or usual(), russian(), plan)


@cache
def russian() -> Words:
    """The shipped Russian words."""
    return Words.load("ru", ZONE)
