"""A clock that tests move."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import freezegun
from frappe.utils import get_system_timezone

# These measure how long something takes; with a moved clock they would wait for ever or give up at once.
KEEPS_REAL_TIME = [
	"_pytest",
	"pymysql",
	"redis",
	"rq",
	"selenium",
	"urllib3",
	"http",
	"gunicorn",
	"werkzeug.serving",
]


class Clock:
	"""Moves Python's clock for this process. MariaDB's own NOW() stays where it is: app code does not ask it."""

	def __init__(self) -> None:
		self._freezer = None

	def set(self, moment: str | datetime) -> None:
		"""A moment in the site's time zone; a day alone is 9 in the morning."""
		local = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
		if isinstance(moment, str) and len(moment) == len("2014-02-20"):
			local = local.replace(hour=9)
		zone = ZoneInfo(get_system_timezone())
		utc = local.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
		# date.today() is the machine's local day for Python; here it has to be the site's
		offset = local.replace(tzinfo=zone).utcoffset() or timedelta()
		self.restore()
		self._freezer = freezegun.freeze_time(utc, tz_offset=offset, ignore=KEEPS_REAL_TIME)
		self._freezer.start()

	def restore(self) -> None:
		if self._freezer:
			self._freezer.stop()
			self._freezer = None
