"""The web server's entry point inside the bench: Frappe with the static files that nginx serves elsewhere."""

import os

from frappe.app import application as frappe_application
from frappe.middlewares import StaticDataMiddleware
from werkzeug.middleware.shared_data import SharedDataMiddleware

SITES = os.path.abspath(os.environ["SITES_PATH"])

application = StaticDataMiddleware(
	SharedDataMiddleware(frappe_application, {"/assets": os.path.join(SITES, "assets")}), {"/files": SITES}
)
