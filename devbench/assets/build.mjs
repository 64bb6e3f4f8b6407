// Builds the desk's scripts and styles: node build.mjs BENCH APP...
// Each public/**/NAME.bundle.{js,ts,css,scss} becomes public/dist/{js,css}/NAME.bundle.HASH.{js,css};
// sites/assets/assets.json tells Frappe the hashed names.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [bench, ...apps] = process.argv.slice(2);
const modules = path.join(bench, "node", "node_modules");
const require = createRequire(path.join(modules, "devbench.js"));
const esbuild = require("esbuild");
const glob = require("fast-glob");
const sass = require("sass");
const postcss = require("postcss");
const autoprefixer = require("autoprefixer");
const vue = require("esbuild-plugin-vue3");

const assets = path.join(bench, "sites", "assets");
const publicFolder = (app) => path.join(bench, "apps", app, app, "public");
const isStyle = (file) => /\.(css|scss)$/.test(file);

// import "./page.html" fills frappe.templates.page, as the desk expects
const htmlTemplates = {
	name: "html-templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, async ({ path: file }) => {
			const text = (await fs.promises.readFile(file, "utf8"))
				.replace(/<!--[\s\S]*?-->/g, "")
				.replace(/\s+/g, " ");
			const name = path.basename(file, ".html");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(text)};` };
		});
	},
};

// "~bootstrap/scss/x" is node_modules/bootstrap/scss/x; "frappe/public/x" is found below apps/frappe
const importers = [
	{
		findFileUrl(url) {
			return url.startsWith("~") ? new URL(`file://${modules}/${url.slice(1)}`) : null;
		},
	},
];
const loadPaths = [modules, ...apps.map((app) => path.join(bench, "apps", app))];

const styles = {
	name: "styles",
	setup(build) {
		build.onLoad({ filter: /\.scss$/ }, async ({ path: file }) => {
			const compiled = sass.compile(file, {
				importers,
				loadPaths,
				quietDeps: true,
				logger: sass.Logger.silent,
			});
			const { css } = await postcss([autoprefixer]).process(compiled.css, { from: undefined });
			return { contents: css, loader: "css", resolveDir: path.dirname(file) };
		});
		build.onResolve({ filter: /^\/assets\// }, ({ path: url }) => ({ path: url, external: true }));
	},
};

// Frappe's own build uses a copy of this date picker that also has seconds, and hides them by these two names
const datePicker = {
	name: "date-picker",
	setup(build) {
		build.onLoad({ filter: /air-datepicker\/dist\/js\/datepicker\.min\.js$/ }, async ({ path: file }) => {
			const picker = "window.jQuery.fn.datepicker.Timepicker.prototype";
			const seconds = `;${picker}.$seconds = ${picker}.$secondsText = window.jQuery();`;
			return { contents: (await fs.promises.readFile(file, "utf8")) + seconds };
		});
	},
};

const dataUrls = ["png", "jpg", "gif", "svg", "woff", "woff2", "ttf", "eot"];

async function buildApp(app) {
	const root = publicFolder(app);
	const entries = glob.sync("**/*.bundle.{js,ts,css,scss}", {
		cwd: root,
		ignore: ["dist/**", "node_modules/**"],
	});
	fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });
	if (!entries.length) return {};
	const entryPoints = Object.fromEntries(
		entries.map((file) => {
			const name = path.basename(file).replace(/\.\w+$/, "");
			return [`${isStyle(file) ? "css" : "js"}/${name}`, path.join(root, file)];
		}),
	);
	const { metafile } = await esbuild.build({
		entryPoints,
		outdir: path.join(root, "dist"),
		entryNames: "[dir]/[name].[hash]",
		bundle: true,
		minify: true,
		metafile: true,
		target: ["es2017"],
		logLevel: "error",
		nodePaths: [modules, path.join(bench, "apps"), ...loadPaths],
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
		loader: Object.fromEntries(dataUrls.map((ending) => [`.${ending}`, "dataurl"])),
		plugins: [htmlTemplates, datePicker, vue(), styles],
	});
	return namesIn(metafile, root, app);
}

function namesIn(metafile, root, app) {
	const names = {};
	for (const output of Object.keys(metafile.outputs)) {
		const file = path.relative(path.join(root, "dist"), path.resolve(output));
		const [, name, ending] = path.basename(file).match(/^(.+)\.\w+\.(js|css)$/) ?? [];
		// a script's own styles stand beside it in js/; the style of that name in css/ goes first
		if (name && !(file.startsWith("js") && ending === "css" && names[`${name}.css`])) {
			names[`${name}.${ending}`] = `/assets/${app}/dist/${file}`;
		}
	}
	return names;
}

const all = {};
for (const app of apps) Object.assign(all, await buildApp(app));
const text = JSON.stringify(all, null, 1) + "\n";
for (const file of ["assets-rtl.json", "assets.json"]) {
	const target = path.join(assets, file);
	fs.writeFileSync(`${target}.new`, text);
	fs.renameSync(`${target}.new`, target);
}
console.log(`${Object.keys(all).length} files`);
