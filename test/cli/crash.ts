import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createSandbox } from '../../harness/sandbox.ts'
import { program } from '../clients/program.ts'

const root = resolve(import.meta.dirname, '../..')
const basic = { authorization: `Basic ${btoa('admin@rehearsal.example/token:rehearsal-token')}`, 'content-type': 'application/json' }

/** Ticket ids that were acknowledged, with their subjects. */
export type Acknowledged = Map<number, string>

export interface Ended {
  known: Acknowledged
  /** Answers whose head arrived and whose body did not. */
  cut: number
  code: number | null
}

async function ready(child: ChildProcess): Promise<string> {
  let out = ''
  let err = ''
  child.stderr?.on('data', (chunk) => (err += chunk))
  return new Promise((done, fail) => {
    child.stdout?.on('data', (chunk) => {
      out += chunk
      if (out.includes('\n')) done((JSON.parse(out) as { systems: { zendesk: { url: string } } }).systems.zendesk.url)
    })
    child.on('close', () => fail(new Error(`rehearsal up ended: ${err}`)))
  })
}

/**
 * Starts `rehearsal up --data`, writes to it from eight clients at once, and ends it when so many writes are acknowledged: a time would be none on a busy machine.
 * Answers what was acknowledged, and how it ended.
 */
export async function endedWhileWriting(folder: string, writes: number, round: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
  const args = [...program, 'up', '--port', '0', '--json', '--contacts', '0', '--cases', '0', '--data', folder]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<number | null>((done) => child.once('close', done))
  const url = await ready(child)
  const known: Acknowledged = new Map()
  let cut = 0
  const client = async (number: number) => {
    for (let i = 0; ; i++) {
      const subject = `${round}/${number}/${i}`
      const body = JSON.stringify({ ticket: { subject, comment: { body: subject } } })
      const answer = await fetch(`${url}/api/v2/tickets.json`, { method: 'POST', headers: basic, body }).catch(() => undefined)
      // The head is the acknowledgement; the body may be cut off by the kill, and then the id is not known.
      const ticket = answer?.status === 201 ? ((await answer.json().catch(() => undefined)) as { ticket: { id: number } } | undefined) : undefined
      if (answer?.status === 201 && !ticket) cut++
      if (!ticket) return
      known.set(ticket.ticket.id, subject)
      if (known.size === writes) child.kill(signal)
    }
  }
  const clients = Array.from({ length: 8 }, (_, number) => client(number))
  const [code] = await Promise.all([gone, ...clients])
  return { known, cut, code }
}

/** What is missing of what was acknowledged, and tickets of which a part only is there. */
export async function lost(folder: string, known: Acknowledged): Promise<string[]> {
  // A quick machine acknowledges more than the plan lets anybody read back in a minute.
  const sandbox = await createSandbox({ data: folder, settings: { zendesk: { rateLimit: 1_000_000 } } })
  try {
    const wrong: string[] = []
    for (const [id, subject] of known) {
      const [ticket, comments] = await Promise.all(
        [`tickets/${id}`, `tickets/${id}/comments`].map(async (path) => {
          const answer = await sandbox.zendesk.fetch(`/api/v2/${path}.json`, { headers: basic })
          return (await answer.json()) as { ticket?: { subject: string }; comments?: { body: string }[] }
        }),
      )
      if (ticket?.ticket?.subject !== subject || comments?.comments?.[0]?.body !== subject) wrong.push(`${id} ${subject}`)
    }
    return wrong
  } finally {
    await sandbox.close()
  }
}
