"""A served site, and its REST API as one user."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

PASSWORD = "Utkast-og-skisse-77"


@dataclass(frozen=True)
class Reply:
	status: int
	body: str

	@property
	def json(self) -> dict:
		return json.loads(self.body)


@dataclass
class Api:
	"""HTTP requests of one user. `user=None` is Guest."""

	base: str
	user: str | None = None
	_opener: urllib.request.OpenerDirector = field(init=False, repr=False)
	_token: str = field(init=False, default="", repr=False)

	def __post_init__(self) -> None:
		jar = http.cookiejar.CookieJar()
		self._opener = urllib.request.build_opener(
			urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
		)
		if self.user:
			reply = self.post("/api/method/login", {"usr": self.user, "pwd": PASSWORD})
			if reply.status != 200:
				raise RuntimeError(f"{self.user} cannot log in: {reply.status} {reply.body[:300]}")
			found = re.search(r'csrf_token\s*=\s*"(\w+)"', self.get("/app").body)
			self._token = found.group(1) if found else ""

	@property
	def csrf_token(self) -> str:
		return self._token

	def get(self, path: str, **query: object) -> Reply:
		text = (
			f"?{urllib.parse.urlencode({key: as_text(value) for key, value in query.items()})}"
			if query
			else ""
		)
		return self.request("GET", path + text)

	def post(self, path: str, data: dict) -> Reply:
		return self.request("POST", path, data)

	def put(self, path: str, data: dict) -> Reply:
		return self.request("PUT", path, data)

	def delete(self, path: str) -> Reply:
		return self.request("DELETE", path)

	def request(self, method: str, path: str, data: dict | None = None) -> Reply:
		"""urllib knows no *.localhost names: it asks 127.0.0.1 with the site's name as Host."""
		address = urllib.parse.urlsplit(self.base)
		headers = {"Host": address.netloc, "Accept": "application/json"}
		if self._token:
			headers["X-Frappe-CSRF-Token"] = self._token
		body = None
		if data is not None:
			headers["Content-Type"] = "application/json"
			body = json.dumps(data, default=str).encode()
		path, _, query = path.partition("?")
		url = f"http://127.0.0.1:{address.port}{urllib.parse.quote(path)}?{query}"
		request = urllib.request.Request(url, body, headers, method=method)
		try:
			with self._opener.open(request, timeout=60) as answer:
				return Reply(answer.status, answer.read().decode(errors="replace"))
		except urllib.error.HTTPError as error:
			return Reply(error.code, error.read().decode(errors="replace"))


def as_text(value: object) -> str:
	return value if isinstance(value, str) else json.dumps(value, default=str)


@dataclass
class Served:
	"""`names` is what tests/dataset.py wrote: users by role and office, one record per DocType and office."""

	address: str
	names: dict
	_apis: dict[str | None, Api] = field(default_factory=dict)

	def api(self, user: str | None = None) -> Api:
		"""One logged-in session per user, kept for the length of the tests."""
		if user not in self._apis:
			self._apis[user] = Api(self.address, user)
		return self._apis[user]
