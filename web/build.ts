/**
 * Bundles the figures into `scenes/page/figures.js` and `figures.css`, and the watch's page into
 * `production/watch/shell/watch.js` and `watch.css`.
 *
 *     npm run build                  # the bundles that the pages take
 *     npm run build -- FOLDER        # the same into another folder, to compare
 *     npm run look                   # and build/look.html, a page of the figures alone
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const page = resolve(here, "../scenes/page");
const watch = resolve(here, "../production/watch/shell");
const [argument] = process.argv.slice(2);
const looking = argument === "--look";
const other = argument === undefined || looking ? undefined : resolve(argument);

async function bundle(folder: string, name: string, folderOut: string): Promise<void> {
  await build({
    absWorkingDir: here,
    entryPoints: [
      { in: `${folder}/${name}.ts`, out: name },
      { in: `${folder}/${name}.css`, out: name },
    ],
    outdir: other ?? folderOut,
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    target: ["chrome123", "firefox120", "safari17.5"],
    legalComments: "none",
    banner: { js: "/* Built from web/ by npm run build: edit the sources there. */" },
    logLevel: "warning",
  });
}

await bundle("src", "figures", page);
await bundle("src/watch", "watch", watch);

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
