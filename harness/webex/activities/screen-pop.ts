import type { RecordReference } from '../../events.ts'
import type { ActivityKind, Here } from '../here.ts'
import { queryOf } from './pairs.ts'

/** Shows a page to the agent, and opens it as the agent's browser would, to see what is there (R080). */
export const screenPop: ActivityKind = async (here) => {
  const url = urlOf(here)
  const status = here.env.settings.openPops ? await open(here, url) : undefined
  here.popped(recordOf(url), url, here.text('target'), here.render(here.text('screenPopDesktopLabel'), 'screenPopDesktopLabel'), status)
  return 'default'
}

function urlOf(here: Here): string {
  const base = here.render(here.text('screenPopUrl'), 'screenPopUrl')
  const query = queryOf(here, 'queryParameters')
  const joint = query === '' || /[?&]$/.test(base) ? '' : base.includes('?') ? '&' : '?'
  const whole = base + joint + query
  return URL.canParse(whole) ? new URL(whole).href : here.fault(`"${whole}" is no URL.`)
}

async function open(here: Here, url: string): Promise<number> {
  try {
    const answer = await here.env.fetch(url, {
      headers: { accept: 'text/html', 'user-agent': 'agent-desktop', traceparent: here.call.trace },
      signal: here.signal,
    })
    await answer.text()
    return answer.status
  } catch (error) {
    if (here.signal.aborted) throw error
    return 0
  }
}

/** The record that a CRM's page address names; an empty id is the form for a new one, type `page` any other page. */
export function recordOf(address: string): RecordReference {
  const url = new URL(address)
  if (url.pathname.endsWith('/main.aspx')) {
    const type = url.searchParams.get('etn') ?? ''
    return type === '' ? { type: 'page', id: '' } : { type, id: (url.searchParams.get('id') ?? '').replaceAll(/[{}]/g, '').toLowerCase() }
  }
  const [, kind, id] = /\/agent\/(tickets|users|organizations)\/([^/]+)/.exec(url.pathname) ?? []
  if (kind === undefined) return { type: 'page', id: '' }
  return { type: kind.slice(0, -1), id: id === undefined || id === 'new' ? '' : decodeURIComponent(id) }
}
