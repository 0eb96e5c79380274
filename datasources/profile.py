"""A mapping profile: which column of one export format means what. One YAML file per format; see docs/profiles.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from dashboard.domain.appeals import Outcome, Status
from dashboard.domain.applicants import APPLICANT
from dashboard.domain.fields import BY_KEY
from datasources.addresses import address_styles

PRIVATE = ("text", "applicant", "contact", "address", "staff")
"""Masked and sealed in the vault; the applicant and the contact only become a keyed mark."""
IDENTITY = ("number", "question")
COMPUTED = ("place", "due_source", "respond", "respond_source", "marks")
"""Nobody tells them: they follow from the rest."""
TARGETS = frozenset({*BY_KEY, *PRIVATE, *IDENTITY}) - set(COMPUTED)
CODED: dict[str, frozenset[str]] = {"status": frozenset(Status), "outcome": frozenset(Outcome)}
"""Fields whose members are fixed: an unknown word is no member of its own."""
SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


def _texts(value: Any) -> Any:
    """Return one text as a list of one; YAML's numbers and booleans as the text that was meant."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class Part(BaseModel):
    """A frozen piece of a profile in which a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Column(Part):
    """One column of the file.

    Attributes:
        headers: its header and the synonyms of other versions of the export.
        required: without it the file is refused.
        words: word → meaning, for this column only.
        nulls: words that mean "nothing" in this column, besides the profile's.
        filled: a flag that is set when the cell says anything at all.
        if_closed: a date that counts only where the status says that the question is closed.
    """

    headers: Texts = Field(min_length=1)
    required: bool = False
    words: Mapping[str, str] = {}
    nulls: Texts = ()
    filled: bool = False
    if_closed: bool = False


class Words(Part):
    """What the words of a field mean.

    Attributes:
        mode: `queue`: unknown words are counted for people to map, and meanwhile stand for themselves;
            `open`: the source's words are members as they are.
        map: word → member key; for a status also `closed/explained`: status and outcome.
    """

    mode: Literal["queue", "open"] = "queue"
    map: Mapping[str, str] = {}


def _columns(value: Any) -> Any:
    """Return a chain of columns from the short forms: a header, a list of synonyms, one column, a list of columns."""
    if isinstance(value, str):
        return ({"headers": value},)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ({"headers": value},)
    chain = value if isinstance(value, list | tuple) else (value,)
    return tuple({"headers": v} if isinstance(v, str) else v for v in chain)


Chain = Annotated[tuple[Column, ...], BeforeValidator(_columns)]


class Profile(Part):
    """How one export format is read.

    Attributes:
        key, title: of the format.
        source: key of the source whose questions it brings.
        columns: field → chain of columns: the first filled one speaks, of words the first known one;
            private columns are joined.
        drop: headers that are known and must not be kept (personal data).
        dates: strptime formats in order of preference.
        zone: IANA zone of times without an offset; None is the town's.
        midnight: what 00:00 means: a `date` without a time, or a real `time`.
        words: field → its words.
        nulls, yes, no: words for nothing, yes and no.
        semantics: `additive` keeps what a newer file does not show, in a `snapshot` it has vanished.
        cadence: how often the source usually speaks: `30m`, `12h`, `1d`, `1w`.
        due: where deadlines come from: the `file` alone, the `rules` alone, or the file and else the rules.
        defaults: field → value where the file says nothing.
        stand_ins: moment that the file lacks → the moment that stands in for it.
        key_from: fields that make up a number where it is missing; none: such rows are rejected.
        default_points: (lat, lon) by which the source says "no address".
        addresses: style of `addresses.yaml` by which streets and houses are told apart.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    columns: Mapping[str, Chain]
    drop: Texts = ()
    dates: Texts = ()
    zone: str | None = None
    midnight: Literal["date", "time"] = "date"
    words: Mapping[str, Words] = {}
    nulls: Texts = ("-",)
    yes: Texts = ("yes", "true", "1")
    no: Texts = ("no", "false", "0")
    semantics: Literal["additive", "snapshot"] = "additive"
    cadence: str = Field(default="1d", pattern=r"^[1-9]\d*[mhdw]$")
    due: Literal["file", "rules", "file_else_rules"] = "file_else_rules"
    defaults: Mapping[str, str] = {}
    stand_ins: Mapping[str, str] = {}
    key_from: Texts = ()
    default_points: tuple[tuple[float, float], ...] = ()
    addresses: str | None = None

    @property
    def cadence_s(self) -> int:
        """Return the cadence in seconds."""
        return int(self.cadence[:-1]) * SECONDS[self.cadence[-1]]

    @property
    def headers(self) -> frozenset[str]:
        """Return every header that the profile knows, dropped ones included."""
        return frozenset(h for chain in self.columns.values() for c in chain for h in c.headers) | set(self.drop)

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str | None) -> str | None:
        try:
            return zone and ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such zone: {zone}") from error

    @field_validator("addresses")
    @classmethod
    def _style_exists(cls, style: str | None) -> str | None:
        if style is not None and style not in address_styles():
            raise ValueError(f"no such style of addresses: {style}; there are {sorted(address_styles())}")
        return style

    @model_validator(mode="after")
    def _fields_exist(self) -> Profile:
        named = {*self.columns, *self.words, *self.defaults, *self.stand_ins, *self.stand_ins.values(), *self.key_from}
        strange = sorted(named - TARGETS)
        if strange:
            raise ValueError(f"no such fields: {', '.join(strange)}; there are {', '.join(sorted(TARGETS))}")
        if named_by := sorted({*APPLICANT} & {*self.key_from}):
            raise ValueError(f"key_from: {', '.join(named_by)} would be told by the number")
        if "received" not in self.columns:
            raise ValueError("the column `received` is needed")
        if "number" not in self.columns and not self.key_from:
            raise ValueError("the column `number` or `key_from` is needed")
        self._check_codes()
        return self

    def _check_codes(self) -> None:
        for field, codes in CODED.items():
            told = [*self.words.get(field, Words()).map.values()]
            told += [v for column in self.columns.get(field, ()) for v in column.words.values()]
            for meaning in told:
                status, _, outcome = meaning.partition("/")
                if status not in codes or (outcome and (field != "status" or outcome not in CODED["outcome"])):
                    raise ValueError(f"{field}: {meaning} is none of {', '.join(sorted(codes))}")
