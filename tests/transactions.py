"""One test's share of the site's transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from unittest.mock import patch

import frappe
from frappe.cache_manager import clear_defaults_cache, user_cache_keys
from frappe.utils.background_jobs import get_queue

_numbers = count(1)


@dataclass
class Job:
	method: str | Callable
	kwargs: dict
	user: str


@dataclass
class Transaction:
	"""Holds commit, rollback and the job queue for the length of a test.

	A commit would make the test's records stay for ever. So it is a complaint that fails the test, or, where
	`allow_commit` is set, only a savepoint: a later rollback by the app goes back to it and no further, as it
	would in earnest, and the end of the test goes back to the beginning.
	"""

	allow_commit: bool = False
	commits: int = 0
	jobs: list[Job] = field(default_factory=list)
	complaints: list[str] = field(default_factory=list)
	_patches: list = field(default_factory=list)
	_number: int = field(default_factory=lambda: next(_numbers))

	@property
	def _beginning(self) -> str:
		"""A savepoint that is set twice moves, so each transaction has names of its own: they may be nested."""
		return f"beginning_{self._number}"

	@property
	def _chunk(self) -> str:
		return f"chunk_{self._number}"

	def begin(self) -> None:
		forget_caches()
		frappe.db.sql(f"savepoint {self._beginning}")
		frappe.db.sql(f"savepoint {self._chunk}")
		real_rollback = frappe.db.rollback
		self._patches = [
			patch.object(frappe.db, "commit", self._commit),
			patch.object(
				frappe.db, "rollback", lambda save_point=None: self._rollback(real_rollback, save_point)
			),
			patch.object(type(get_queue("default")), "enqueue_call", self._enqueue),
		]
		for each in self._patches:
			each.start()

	def end(self) -> None:
		for each in reversed(self._patches):
			each.stop()
		frappe.set_user("Administrator")
		frappe.db.sql(f"rollback to savepoint {self._beginning}")
		frappe.db.sql(f"release savepoint {self._beginning}")
		frappe.db.before_commit.reset()
		frappe.db.after_commit.reset()
		frappe.db.before_rollback.reset()
		frappe.db.after_rollback.run()  # forgets cached documents, takes back written files
		frappe.db.transaction_writes = 0
		forget_caches()

	def run_jobs(self) -> int:
		"""Run what was enqueued, in order, as the user who enqueued it; gives back how many there were."""
		done = 0
		while self.jobs:
			job = self.jobs.pop(0)
			before = frappe.session.user
			frappe.set_user(job.user)
			try:
				frappe.call(job.method, **job.kwargs)
			finally:
				frappe.set_user(before)
			done += 1
		return done

	def finish_request(self) -> None:
		"""What a request's end does without committing: callbacks run, delayed jobs are enqueued."""
		frappe.db.before_commit.run()
		frappe.db.after_commit.run()

	def _commit(self) -> None:
		self.commits += 1
		if not self.allow_commit:
			self._complain("frappe.db.commit()")
		self.finish_request()
		frappe.db.sql(f"savepoint {self._chunk}")
		frappe.db.transaction_writes = 0

	def _rollback(self, real: Callable, save_point: str | None) -> None:
		if save_point:
			real(save_point=save_point)
			return
		if not self.allow_commit:
			self._complain("frappe.db.rollback() of the whole transaction")
		frappe.db.before_commit.reset()
		frappe.db.after_commit.reset()
		frappe.db.sql(f"rollback to savepoint {self._chunk}")
		forget_caches()

	def _complain(self, what: str) -> None:
		"""Recorded as well as raised: the app may catch the error."""
		text = f"{what} inside a test. Mark the test allow_commit if the code under test may do that."
		self.complaints.append(text)
		raise AssertionError(text)

	def _enqueue(self, *_args: object, kwargs: dict | None = None, **_options: object) -> None:
		"""In place of Redis; `kwargs` is what Frappe hands to its worker."""
		work = kwargs or {}
		self.jobs.append(Job(work.get("method"), dict(work.get("kwargs") or {}), work.get("user") or "Guest"))


def forget_caches() -> None:
	"""What Frappe remembers of this process's last test; DocTypes do not change and stay remembered."""
	frappe.local.cache = {}
	frappe.local.role_permissions = {}
	frappe.local.user_perms = None
	frappe.local.new_doc_templates = {}
	frappe.local.message_log = []
	frappe.local.error_log = []
	frappe.local.debug_log = []
	frappe.local.locked_documents = []
	frappe.local.form_dict = frappe._dict()
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.lang = "en"
	frappe.local.request = None
	frappe.local.flags = frappe._dict(currently_saving=[], mute_emails=True)
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()
	for name in ("system_settings", "website_settings"):
		if hasattr(frappe.local, name):
			delattr(frappe.local, name)
	frappe.db.value_cache.clear()
	frappe.cache.delete_keys("document_cache::")
	forget_users()


def forget_users() -> None:
	"""Roles and User Permissions are remembered per user in Redis."""
	for key in user_cache_keys:
		frappe.cache.delete_key(key)
	clear_defaults_cache()
