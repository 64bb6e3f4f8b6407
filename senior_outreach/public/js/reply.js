// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// The QR of the letter carries the code behind #, so that no server and no log ever sees it in an address.
(function () {
	const code = decodeURIComponent(window.location.hash.slice(1));
	if (!/^[0-9A-Za-z -]{12,40}$/.test(code)) return;
	document.querySelectorAll(".carries-code").forEach((field) => {
		if (!field.value) field.value = code;
	});
	window.history.replaceState(null, "", window.location.pathname + window.location.search);
})();
