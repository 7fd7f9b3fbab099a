// An integration as a command: the rehearsal starts it, tells it by its environment where everything is, and stops it.
//
//   rehearsal play voice/agent-finishes-acw --crm zendesk --integration "command:node examples/command.mjs" --speed 30
//
// PORT is where it must listen, GET /health says when it is ready, POST /events takes CloudEvents.
import { createServer } from 'node:http'

const { PORT, ZENDESK_URL, ZENDESK_EMAIL, ZENDESK_API_TOKEN } = process.env
const authorization = `Basic ${Buffer.from(`${ZENDESK_EMAIL}/token:${ZENDESK_API_TOKEN}`).toString('base64')}`

/** A call to Zendesk; where it asks for patience (429), it gets it. */
async function zendesk(method, path, traceparent, body) {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${ZENDESK_URL}/api/v2/${path}`, {
      method,
      headers: { authorization, traceparent, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (answer.ok) return answer.json()
    if (answer.status !== 429 || attempt > 3) throw new Error(`${method} ${path.split('?')[0]} was refused: ${answer.status}`)
    await new Promise((wake) => setTimeout(wake, Number(answer.headers.get('retry-after') ?? 1) * 1000))
  }
}

const calls = new Map()
const seen = new Set()

async function handle({ id, type, data, subject, contactid, endedby, traceparent }) {
  if (seen.has(id)) return []
  seen.add(id)
  if (!calls.has(contactid)) calls.set(contactid, {})
  const known = calls.get(contactid)
  if (endedby === 'contact') known.byContact = true
  if (type === 'com.nice.cxone.VoiceContact') known.contact = data
  if (type === 'com.nice.cxone.CustomEvent' && data.data.action === 'link' && known.record) {
    known.linked = true
    return [{ kind: 'linked', interaction: subject, record: known.record }]
  }
  if (type !== 'com.nice.cxone.CallContactEvent') return []
  if (data.status === 'Incoming') {
    const query = encodeURIComponent(`type:user phone:"${data.ani}"`)
    const { users } = await zendesk('GET', `users/search.json?query=${query}`, traceparent)
    if (users.length === 1) known.record = { type: 'user', id: String(users[0].id) }
  }
  if (data.finalState && known.linked && known.contact) {
    const { agentName, contactId, dispositionName, dispositionNotes } = known.contact
    const entered = known.byContact ? {} : { details: dispositionName, notes: dispositionNotes }
    const fields = Object.entries({ alias: agentName, external_id: contactId, ...entered }).filter(([, text]) => text)
    await zendesk('PUT', `users/${known.record.id}.json`, traceparent, { user: Object.fromEntries(fields) })
  }
  return []
}

const server = createServer(async (request, response) => {
  if (request.url === '/health') return response.writeHead(204).end()
  let text = ''
  for await (const chunk of request) text += chunk
  try {
    const notices = await handle(JSON.parse(text))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ notices }))
  } catch (error) {
    console.error(error.message)
    response.writeHead(502).end(error.message)
  }
})
server.listen(Number(PORT), () => console.log(`listening on ${PORT}`))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
