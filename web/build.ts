/**
 * Bundles the figures into `scenes/page/figures.js` and `figures.css`.
 *
 *     npm run build                  # the bundle that the page takes
 *     npm run build -- FOLDER        # the same into another folder, to compare
 *     npm run look                   # and build/look.html, a page of the figures alone
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const page = resolve(here, "../scenes/page");
const [argument] = process.argv.slice(2);
const looking = argument === "--look";
const folder = argument === undefined || looking ? page : resolve(argument);

await build({
  absWorkingDir: here,
  entryPoints: [
    { in: "src/figures.ts", out: "figures" },
    { in: "src/figures.css", out: "figures" },
  ],
  outdir: folder,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["chrome123", "firefox120", "safari17.5"],
  legalComments: "none",
  banner: { js: "/* Built from web/ by npm run build: edit the sources there. */" },
  logLevel: "warning",
});

if (looking) {
  const template = await readFile(join(here, "look.html"), "utf8");
  const data = await readFile(join(page, "figure_data.json"), "utf8").catch(() => "null");
  const out = join(here, "build");
  await mkdir(out, { recursive: true });
  const html = template
    .replace("FOLDER", relative(out, page))
    .replace("FOLDER", relative(out, page))
    .replace('"DATA"', () => data);
  await writeFile(join(out, "look.html"), html);
  process.stdout.write(`${join(out, "look.html")}\n`);
}
