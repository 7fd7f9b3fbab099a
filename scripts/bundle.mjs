// Joins the code of the two entry points into a few files: loading four hundred modules one by one takes longer than running them.
// Dependencies stay outside: they are installed, and mended, by themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { build } from 'esbuild'

/** Everything lands in one folder, so that a module's old place is the same way from wherever its code went. */
const HOME = 'harness'

export const bundlePackage = (outdir) =>
  build({
    entryPoints: { cli: `${HOME}/cli.ts`, sandbox: `${HOME}/sandbox.ts` },
    outdir: `${outdir}/${HOME}`,
    chunkNames: 'part-[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    plugins: [{ name: 'places', setup: (build) => build.onLoad({ filter: /[\\/](mocks|harness)[\\/].*\.ts$/ }, load) }],
    logLevel: 'warning',
  })

function load({ path }) {
  const file = relative(process.cwd(), path).split(sep).join('/')
  const source = file === 'mocks/core/discover.ts' ? discovered(dirname(resolve(path, '..'))) : readFileSync(path, 'utf8')
  if (!source.includes('import.meta.')) return { contents: source, loader: 'ts' }
  const own = `new URL('../${file.replace(/\.ts$/, '.js')}', import.meta.url)`
  const contents = source.replaceAll(/import\.meta\.(dirname|url)/g, (_, what) => (what === 'url' ? `${own}.href` : `pathOfUrl(new URL('.', ${own}))`))
  return { contents: `import { fileURLToPath as pathOfUrl } from 'node:url'\n${contents}`, loader: 'ts' }
}

/** What `discoverMocks` would find, known when the package is built. */
function discovered(mocks) {
  const names = readdirSync(mocks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'core')
    .map(({ name }) => `import('../${name}/index.ts')`)
  return `export async function discoverMocks() {
  const modules = await Promise.all([${names.join(', ')}])
  return modules.map((module) => module.default).sort((a, b) => a.order - b.order)
}`
}
