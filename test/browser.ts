import { accessSync, constants } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Nothing of its own over a network, nothing that asks: the same browser on every machine. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
]

/** The Chromium that CHROMIUM_PATH names, else one where systems put it; undefined where there is none. */
export function findChromium(named = process.env.CHROMIUM_PATH): string | undefined {
  return (named ? [named] : PLACES).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Why tests in a browser are skipped, as part of their title; empty where there is a browser. Vitest lists no skipped titles, so it is also said once. */
export const noBrowser = findChromium()
  ? ''
  : ' (skipped: there is no Chromium; install one, for example "apt-get install chromium", or name it in CHROMIUM_PATH)'
if (noBrowser) console.warn(`Tests in a browser${noBrowser}`)

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(`No browser${noBrowser}`)
  return chromium.launch({ executablePath, args: FLAGS })
}
