import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the console's page, as it is sent. */
export interface PageFile {
  /** Below the console's root: `index.html`, `app.js`. */
  name: string
  type: string
  body: Uint8Array
}

/** What is written by hand and sent as it is; the page's own address is that of `index.html`. */
const PLAIN = [
  { name: 'index.html', type: 'text/html; charset=utf-8' },
  { name: 'icon.svg', type: 'image/svg+xml' },
]
/** What is bundled. The style sheet has every component's style. */
const BUNDLED = [
  { name: 'app.js', type: 'text/javascript; charset=utf-8' },
  { name: 'app.css', type: 'text/css; charset=utf-8' },
]

/** Bundles the page from its source in `folder`: `app.js` and `app.css`. Takes a tenth of a second. */
export async function bundle(folder: string): Promise<PageFile[]> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: { app: join(folder, 'main.tsx') },
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    // Browsers of the middle of 2024: the first that have all of light-dark(), :has() and popover dialogs.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  })
  return BUNDLED.flatMap((file) => {
    const made = outputFiles.find(({ path }) => path.endsWith(file.name))
    return made ? [{ ...file, body: made.contents }] : []
  })
}

const read = (files: typeof PLAIN): Promise<PageFile[]> =>
  Promise.all(files.map(async (file) => ({ ...file, body: new Uint8Array(await readFile(join(import.meta.dirname, file.name))) })))

let files: Promise<PageFile[]> | undefined

/** The page's files: those that the package was built with, or bundled on the spot where this runs from source. Made once, when first asked for. */
export function pageFiles(): Promise<PageFile[]> {
  files ??= Promise.all([read(PLAIN), import.meta.url.endsWith('.ts') ? bundle(import.meta.dirname) : read(BUNDLED)]).then((parts) => parts.flat())
  return files
}
