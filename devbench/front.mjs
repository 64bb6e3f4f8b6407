// What nginx and Frappe's socket.io server do in production: node front.mjs BENCH PORT BACKEND_PORT REDIS_URL
// Requests go on to the Python web server; /socket.io/ is answered here, with the events Frappe publishes in Redis.
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const [bench, port, backendPort, redisUrl] = process.argv.slice(2);
const require = createRequire(path.join(bench, "node", "node_modules", "devbench.js"));
const { Server } = require("socket.io");
const { createClient } = require("@redis/client");

function forward(request, response) {
	const { method, url, headers } = request;
	const onward = http.request(
		// no kept connection: the backend closes idle ones, and a request sent at that moment would be lost
		{ host: "127.0.0.1", port: backendPort, method, path: url, headers, agent: false },
		(answer) => {
			response.writeHead(answer.statusCode, answer.rawHeaders);
			answer.pipe(response);
		},
	);
	onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
	response.on("close", () => onward.destroy());
	request.pipe(onward);
}

// Frappe decides, by the browser's own session, who somebody is and what they may follow.
function ask(socket, method, query = {}) {
	const { cookie = "", host } = socket.request.headers;
	const target = `/api/method/frappe.realtime.${method}?${new URLSearchParams(query)}`;
	const options = { host: "127.0.0.1", port: backendPort, path: target, headers: { cookie, host } };
	return new Promise((resolve, reject) => {
		const call = http.get(options, async (answer) => {
			let text = "";
			for await (const chunk of answer) text += chunk;
			answer.statusCode === 200 ? resolve(JSON.parse(text).message) : reject(new Error("Unauthorized"));
		});
		call.on("error", reject);
	});
}

const doc = (doctype, name) => `doc:${doctype}/${name}`;
const openDoc = (doctype, name) => `open_doc:${doctype}/${name}`;

function follow(socket, room, method, query) {
	ask(socket, method, query).then(
		() => socket.join(room),
		() => {},
	);
}

function welcome(socket) {
	socket.join(`user:${socket.user}`);
	socket.join(socket.userType === "System User" ? ["all", "website"] : "website");
	const may = (doctype, docname) => [
		docname === undefined ? "can_subscribe_doctype" : "can_subscribe_doc",
		docname === undefined ? { doctype } : { doctype, docname },
	];
	socket.on("doctype_subscribe", (doctype) => follow(socket, `doctype:${doctype}`, ...may(doctype)));
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(`doctype:${doctype}`));
	socket.on("doc_subscribe", (doctype, name) => follow(socket, doc(doctype, name), ...may(doctype, name)));
	socket.on("doc_unsubscribe", (doctype, name) => socket.leave(doc(doctype, name)));
	socket.on("doc_open", (doctype, name) => follow(socket, openDoc(doctype, name), ...may(doctype, name)));
	socket.on("doc_close", (doctype, name) => socket.leave(openDoc(doctype, name)));
	socket.on("task_subscribe", (task) => socket.join(`task:${task}`));
	socket.on("progress_subscribe", (task) => socket.join(`task_progress:${task}`));
	socket.on("task_unsubscribe", (task) => socket.leave([`task:${task}`, `task_progress:${task}`]));
}

const server = http.createServer(forward);
const sites = new Server(server).of(/^\/.+$/);
sites.use(async (socket, next) => {
	try {
		if (socket.nsp.name.slice(1) !== socket.request.headers.host.split(":")[0])
			throw new Error("Invalid site");
		const info = await ask(socket, "get_user_info");
		Object.assign(socket, { user: info.user, userType: info.user_type });
		next();
	} catch (error) {
		next(error);
	}
});
sites.on("connection", welcome);

const events = createClient({ url: redisUrl });
events.on("error", () => {});
await events.connect();
await events.subscribe("events", (text) => {
	const { namespace, room, event, message } = JSON.parse(text);
	const target = sites.server.of(`/${namespace}`);
	(room ? target.to(room) : target).emit(event, message);
});

server.keepAliveTimeout = 5000;
server.listen(Number(port), "127.0.0.1");
