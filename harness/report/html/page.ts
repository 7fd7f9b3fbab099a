import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { counted } from '../../../mocks/core/figure.ts'
import { version } from '../../version.ts'
import { COMMAND } from '../output.ts'
import type { PlayResult, Summary } from '../reporter.ts'
import { overview } from './overview.ts'
import { judged, playSection, worstFirst } from './play.ts'
import { STYLE } from './style.ts'

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The whole report in one file, that asks nothing of any network and runs no script; the same for the same run, byte for byte. `command` is how it is repeated. */
export async function page(results: readonly PlayResult[], summary: Summary, command: string = COMMAND): Promise<string> {
  const plays = judged(results, summary.rules)
  const title = summary.findings === 0 ? 'all held' : counted(summary.findings, 'finding')
  const whole = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="crm-rehearsal ${version}">
<title>Rehearsal: ${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<svg class="unseen" aria-hidden="true"><defs><pattern id="idle" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 1l2-2M0 6l6-6M5 7l2-2"/></pattern></defs></svg>
<header><p class="brand">Rehearsal</p><h1>What the integration did to the CRM</h1></header>
<main>
${overview(plays, summary)}
<h2 class="all">The runs</h2>
${worstFirst(plays).map((play) => playSection(play, summary.rules, command))}
</main>
<footer><p class="faint">crm-rehearsal ${version}. Secrets have been taken out of this report; names and texts of the scenarios are in it.</p></footer>
</body>
</html>
`
  return String(whole)
}
