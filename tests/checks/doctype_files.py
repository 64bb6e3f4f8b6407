"""What must hold for every DocType file; platform.md section 1 says which keys older Frappe versions know."""

from collections.abc import Iterator

RIGHTS = (
	"select",
	"read",
	"write",
	"create",
	"delete",
	"submit",
	"cancel",
	"amend",
	"report",
	"export",
	"import",
	"share",
	"print",
	"email",
)
NEVER_GRANTED = ("submit", "cancel", "amend", "import", "share", "email")
ROLES = frozenset(
	{
		"Outreach Coordinator",
		"Outreach Caller",
		"Outreach Facilitator",
		"Outreach Supervisor",
		"Outreach Leadership",
		"Outreach Record Keeper",
		"System Manager",
	}
)
LAYOUT = ("Section Break", "Column Break", "Tab Break")
WITHOUT_LABEL = (*LAYOUT, "HTML", "Heading", "Button")
NEEDS_OPTIONS = ("Link", "Table", "Table MultiSelect", "Select", "Dynamic Link")
FREE_TEXT = ("Small Text", "Text", "Long Text", "Text Editor")
NEWER_KEYS = (
	"link_filters",
	"placeholder",
	"make_attachment_public",
	"show_on_timeline",
	"row_format",
	"rows_threshold_for_grid_search",
	"not_nullable",
	"sticky",
	"protect_attached_files",
	"force_re_route_to_default_view",
	"grid_page_length",
	"recipient_account_field",
)


def problems(doctype: dict) -> list[str]:
	checks = (_of_doctype, _of_fields, _of_permissions)
	return [f"{doctype.get('name')}: {problem}" for check in checks for problem in check(doctype)]


def _of_doctype(doctype: dict) -> Iterator[str]:
	if doctype.get("is_submittable"):
		yield "submitting goes round the workflow"
	if doctype.get("module") != "Senior Outreach" or doctype.get("custom"):
		yield "belongs to the module Senior Outreach and is no custom DocType"
	if doctype.get("allow_import") or doctype.get("allow_guest_to_view") or doctype.get("email_append_to"):
		yield "no import, no guest view, no mail appended"
	if doctype.get("istable") and doctype.get("permissions"):
		yield "a child table has no permissions of its own"
	names = [field["fieldname"] for field in doctype["fields"]]
	if doctype.get("field_order", names) != names:
		yield "field_order differs from the fields"
	if len(names) != len(set(names)):
		yield "a field name stands twice"
	for key in ("title_field", "search_fields", "image_field"):
		for fieldname in filter(None, (part.strip() for part in (doctype.get(key) or "").split(","))):
			if fieldname not in names:
				yield f"{key} names {fieldname}, which is no field"
	yield from (f"{key} is not known to every supported version" for key in NEWER_KEYS if key in doctype)


def _of_fields(doctype: dict) -> Iterator[str]:
	for field in doctype["fields"]:
		name, kind = field["fieldname"], field["fieldtype"]
		if not (name.isascii() and name == name.lower() and name.replace("_", "a").isalnum()):
			yield f"{name} is no snake_case name"
		if kind not in WITHOUT_LABEL and not field.get("label"):
			yield f"{name} has no label"
		if kind in NEEDS_OPTIONS and not field.get("options"):
			yield f"{name} has no options"
		if field.get("permlevel"):
			yield f"{name}: a permission level keeps no secret; use a DocType of its own"
		if field.get("in_global_search"):
			yield f"{name}: the global search asks for no permission on rows"
		if field.get("ignore_user_permissions"):
			yield f"{name}: ignoring User Permissions opens other offices"
		if _is_open_text(field) and not field.get("description"):
			yield f"{name}: a free text says what must not be written into it"
		yield from (
			f"{name}: {key} is not known to every supported version" for key in NEWER_KEYS if key in field
		)


def _is_open_text(field: dict) -> bool:
	"""A free text that people write and that is about anything."""
	by_hand = not (field.get("read_only") or field.get("hidden"))
	return (
		by_hand and field["fieldtype"] in FREE_TEXT and field["fieldname"] in ("note", "comments", "remark")
	)


def _of_permissions(doctype: dict) -> Iterator[str]:
	roles = [permission.get("role") for permission in doctype["permissions"]]
	if len(roles) != len(set(roles)):
		yield "a role stands twice"
	for permission in doctype["permissions"]:
		role = permission.get("role")
		if role not in ROLES:
			yield f"{role} is none of the roles of the app"
		if permission.get("permlevel") or permission.get("if_owner"):
			yield f"{role}: no permission levels, no if_owner"
		for right in RIGHTS:
			if permission.get(right) not in (0, 1):
				yield f"{role}: {right} must be written as 0 or 1"
		yield from (
			f"{role}: {right} is granted to nobody" for right in NEVER_GRANTED if permission.get(right)
		)
		if permission.get("write") and not permission.get("read"):
			yield f"{role}: write without read"
