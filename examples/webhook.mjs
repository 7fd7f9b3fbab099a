// An integration as a webhook: a server of yours that takes CloudEvents. Start it, then rehearse against it:
//
//   node examples/webhook.mjs
//   rehearsal play voice/agent-finishes-acw --crm dynamics --integration http://localhost:9000/events --speed 30
//
// The stand-ins are where "rehearsal up" has them too: Entra ID on 4401, Dynamics on 4402.
import { createServer } from 'node:http'

const env = process.env
const authority = env.ENTRA_URL ?? 'http://localhost:4401'
const dynamics = env.DYNAMICS_URL ?? 'http://localhost:4402'
const tenant = env.ENTRA_TENANT_ID ?? '6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10'
const client = { client_id: env.ENTRA_CLIENT_ID ?? '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31', client_secret: env.ENTRA_CLIENT_SECRET ?? 'rehearsal-secret' }

let token
let renewal
async function signIn() {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...client, scope: `${dynamics}/.default` })
  const answer = await fetch(`${authority}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body })
  if (!answer.ok) throw new Error(`signing in was refused: ${answer.status}`)
  token = (await answer.json()).access_token
}

/** A call to Dynamics. Its clock is not ours: that a token has died is learnt from the 401, and then it is renewed once. */
async function call(method, path, traceparent, body) {
  for (let attempt = 1; ; attempt++) {
    if (!token) await (renewal ??= signIn().finally(() => (renewal = undefined)))
    const used = token
    const answer = await fetch(`${dynamics}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${used}`, traceparent, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (answer.status === 401 && attempt === 1) {
      if (token === used) token = undefined
    } else if (answer.ok) return answer.status === 204 ? undefined : answer.json()
    else throw new Error(`${method} was refused: ${answer.status}`)
  }
}

const calls = new Map()
const seen = new Set()

/** Looks the caller up, remembers what the agent links, and writes it when after-call work is over. Answers what it has to say. */
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
    const filter = encodeURIComponent(`telephone1 eq '${data.ani}'`)
    const { value } = await call('GET', `contacts?$select=contactid&$filter=${filter}`, traceparent)
    if (value.length === 1) known.record = { type: 'contact', id: value[0].contactid }
  }
  if (data.finalState && known.linked && known.contact) {
    const { agentName, contactId, recordingUrl, scriptVariables, dispositionName, dispositionNotes, status, tags } = known.contact
    const always = { department: agentName, employeeid: contactId, websiteurl: recordingUrl, assistantname: scriptVariables.customertier }
    // Whoever hangs up first decides: what the agent entered after the caller did is not written.
    const entered = known.byContact ? {} : { jobtitle: dispositionName, description: dispositionNotes, salutation: status, nickname: tags.join(', ') }
    const fields = Object.entries({ ...always, ...entered }).filter(([, text]) => text)
    await call('PATCH', `contacts(${known.record.id})`, traceparent, Object.fromEntries(fields))
  }
  return []
}

createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  if (request.method !== 'POST') return response.writeHead(200).end()
  try {
    const notices = await handle(JSON.parse(text))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ notices }))
  } catch (error) {
    // Any answer but 2xx says that the event was not dealt with.
    response.writeHead(502).end(error.message)
  }
}).listen(Number(env.PORT ?? 9000))
