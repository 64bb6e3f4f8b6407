"""The two seasons as the handbook prints them, and how people answered.

Invited, yes-answers, meetings and staff are the handbook's figures; everything else is made up around them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.season.residents import Mix, Place

LENGTH = timedelta(hours=3, minutes=15)


@dataclass(frozen=True)
class VenuePlan:
	name: str
	street: str
	place: Place
	kind: str
	district: str
	capacity: int


@dataclass(frozen=True)
class MeetingPlan:
	starts_on: datetime
	venue: str
	facilitators: tuple[str, ...]
	seats: int

	@property
	def ends_on(self) -> datetime:
		return self.starts_on + LENGTH


@dataclass(frozen=True)
class Answers:
	"""How many answer how: yes by each channel, and the other choices. What is left is not reached."""

	yes_page: int
	yes_phone: int
	yes_paper: int
	yes_call: int
	home_visit_phone: int
	home_visit_call: int
	no_page: int
	no_paper: int
	no_call: int
	later_call: int

	@property
	def yes(self) -> int:
		return self.yes_page + self.yes_phone + self.yes_paper + self.yes_call

	@property
	def home_visits(self) -> int:
		return self.home_visit_phone + self.home_visit_call

	@property
	def no(self) -> int:
		return self.no_page + self.no_paper + self.no_call


@dataclass(frozen=True)
class Season:
	office: str
	unit: str
	street: str
	place: Place
	phone: str
	domain: str
	year: int
	mix: Mix
	encoding: str
	districts: dict[str, tuple[Place, ...]]
	outlying: frozenset[str]
	venues: tuple[VenuePlan, ...]
	meetings: tuple[MeetingPlan, ...]
	applied_on: date
	received_on: date
	letter_date: date
	answers: Answers
	companions_every: int
	no_show_every: int
	evaluation_every: int

	@property
	def birth_year(self) -> int:
		return self.year - 77

	@property
	def places(self) -> tuple[Place, ...]:
		return tuple(place for places in self.districts.values() for place in places)

	@property
	def staff(self) -> tuple[str, ...]:
		return tuple(sorted({name for meeting in self.meetings for name in meeting.facilitators}))


_GJOVIK = Place("2815", "GJØVIK")
_BIRI = Place("2836", "BIRI")
_SNERTINGDAL = Place("2838", "SNERTINGDAL")

GJOVIK_2014 = Season(
	office="Gjøvik",
	unit="Rådgivningstjenesten 65+",
	street="Papirtorget 2",
	place=_GJOVIK,
	phone="61 00 00 00",
	domain="gjovik.example",
	year=2014,
	mix=Mix(to_invite=174, deceased=5, moved=4, protected=3, other_age=2, by_keeper=12),
	encoding="utf-8",
	districts={
		"Sentrum": (_GJOVIK, Place("2816", "GJØVIK"), Place("2819", "GJØVIK")),
		"Biri": (_BIRI,),
		"Snertingdal": (_SNERTINGDAL,),
	},
	outlying=frozenset({"Biri", "Snertingdal"}),
	venues=(
		VenuePlan("Frivilligsentralen", "Tenkegata 4", _GJOVIK, "Volunteer Centre", "Sentrum", 40),
		VenuePlan("Samfunnshuset Biri", "Tenkevegen 12", _BIRI, "Community Hall", "Biri", 60),
		VenuePlan("Bygdehuset", "Tenkebakken 1", _SNERTINGDAL, "Community Hall", "Snertingdal", 50),
	),
	meetings=(
		MeetingPlan(datetime(2014, 3, 11, 10), "Frivilligsentralen", ("solfrid", "torgrim"), 26),
		MeetingPlan(datetime(2014, 3, 13, 10), "Samfunnshuset Biri", ("solfrid", "torgrim"), 26),
		MeetingPlan(datetime(2014, 3, 18, 10), "Frivilligsentralen", ("solfrid", "torgrim"), 26),
		MeetingPlan(datetime(2014, 3, 20, 10), "Bygdehuset", ("solfrid", "torgrim"), 26),
		MeetingPlan(datetime(2014, 3, 27, 10), "Frivilligsentralen", ("solfrid", "torgrim"), 26),
	),
	applied_on=date(2014, 1, 7),
	received_on=date(2014, 2, 3),
	letter_date=date(2014, 2, 20),
	answers=Answers(
		yes_page=22, yes_phone=34, yes_paper=11, yes_call=25, home_visit_phone=5, home_visit_call=9,
		no_page=6, no_paper=5, no_call=37, later_call=6,
	),
	companions_every=5,
	no_show_every=15,
	evaluation_every=5,
)  # fmt: skip

_HAMAR = Place("2317", "HAMAR")
_RIDABU = Place("2322", "RIDABU")

HAMAR_2013 = Season(
	office="Hamar",
	unit="Friskliv Senior",
	street="Blyantgata 7",
	place=Place("2319", "HAMAR"),
	phone="62 00 00 00",
	domain="hamar.example",
	year=2013,
	mix=Mix(to_invite=172, deceased=4, moved=3, protected=2, other_age=1, by_keeper=8),
	encoding="latin-1",
	districts={"Sentrum": (_HAMAR, Place("2315", "HAMAR")), "Ridabu": (_RIDABU,)},
	outlying=frozenset(),
	venues=(
		VenuePlan("Kulturhuset", "Tenketorget 1", _HAMAR, "Culture House", "Sentrum", 60),
		VenuePlan("Frivilligsentralen Hamar", "Tenkegutua 9", _HAMAR, "Volunteer Centre", "Sentrum", 40),
	),
	meetings=(
		MeetingPlan(datetime(2013, 10, 3, 10), "Kulturhuset", ("hallgerd", "asbjorn"), 30),
		MeetingPlan(datetime(2013, 10, 8, 10), "Frivilligsentralen Hamar", ("hallgerd", "ragnfrid"), 30),
		MeetingPlan(datetime(2013, 10, 15, 10), "Kulturhuset", ("asbjorn", "ragnfrid"), 30),
		MeetingPlan(datetime(2013, 10, 22, 10), "Kulturhuset", ("hallgerd", "asbjorn"), 30),
	),
	applied_on=date(2013, 8, 12),
	received_on=date(2013, 9, 2),
	letter_date=date(2013, 9, 17),
	answers=Answers(
		yes_page=14, yes_phone=27, yes_paper=9, yes_call=21, home_visit_phone=4, home_visit_call=7,
		no_page=7, no_paper=8, no_call=51, later_call=8,
	),
	companions_every=6,
	no_show_every=14,
	evaluation_every=4,
)  # fmt: skip

SEASONS = (HAMAR_2013, GJOVIK_2014)
