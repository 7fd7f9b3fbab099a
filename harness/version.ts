import { readFileSync } from 'node:fs'

/** The package's own, wherever it runs from: the sources, or `dist/`. */
function readVersion(): string {
  const levels = import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json'
  return (JSON.parse(readFileSync(new URL(levels, import.meta.url), 'utf8')) as { version: string }).version
}

export const version = readVersion()
