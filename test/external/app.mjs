// A small webhook integration in plain Node, as somebody might have it: right as it stands, and wrong in the way that FAULT names.
import { createServer } from 'node:http'

const { PORT = '9000', FAULT = '', ENTRA_TOKEN_URL, ENTRA_CLIENT_ID, ENTRA_CLIENT_SECRET, DYNAMICS_URL, DYNAMICS_SCOPE } = process.env
const api = `${DYNAMICS_URL}/api/data/v9.2`
const broken = (name) => FAULT === name

let token
let renewing
async function signIn() {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: ENTRA_CLIENT_ID, client_secret: ENTRA_CLIENT_SECRET, scope: DYNAMICS_SCOPE })
  const answer = await fetch(ENTRA_TOKEN_URL, { method: 'POST', body })
  if (!answer.ok) throw new Error(`signing in: ${answer.status}`)
  token = (await answer.json()).access_token
}
/** One renewal, however many calls wait for it. */
const renew = () => (renewing ??= signIn().finally(() => (renewing = undefined)))

async function dynamics(method, path, traceparent, body) {
  for (let attempt = 1; ; attempt++) {
    if (!token || broken('signs in before every call')) await (broken('signs in before every call') ? signIn() : renew())
    const used = token
    const answer = await fetch(`${api}/${path}`, {
      method,
      headers: { authorization: `Bearer ${used}`, ...(broken('sends no traceparent') ? {} : { traceparent }), 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (answer.status === 401 && attempt < 3) {
      await answer.arrayBuffer()
      if (token === used && !broken('tries the dead token again')) token = undefined
      continue
    }
    if (!answer.ok) throw new Error(`${method} ${path.split('?')[0]}: ${answer.status}`)
    return answer.status === 204 ? undefined : answer.json()
  }
}

let busy = 0

/** What is known of an interaction: its contact in the CRM, and of each leg the last that was said and who ended it. */
const interactions = new Map()
const of = (id) => interactions.get(id) ?? interactions.set(id, { legs: new Map(), seen: new Set() }).get(id)
const legOf = (interaction, id) => interaction.legs.get(id) ?? interaction.legs.set(id, {}).get(id)

async function search(interaction, phone, traceparent) {
  const digits = phone.replaceAll(/[^\d+]/g, '')
  const filter = encodeURIComponent(`telephone1 eq '${phone}' or telephone1 eq '${digits}'`)
  const found = await dynamics('GET', `contacts?$select=contactid&$filter=${filter}`, traceparent)
  interaction.contact = found.value[0]?.contactid
}

async function memorialize(interaction, leg, traceparent) {
  if (leg.written || !leg.latest || !interaction.linked || !interaction.contact) return
  leg.written = true
  const { dispositionName, dispositionNotes, agentName, status, contactId, tags = [] } = leg.latest
  const own = { jobtitle: dispositionName, description: dispositionNotes, salutation: status, nickname: tags.join(', ') }
  const fields = { department: agentName, employeeid: contactId, ...(leg.byContact && !broken('does not heed who ended it') ? {} : own) }
  if ('recordingUrl' in leg.latest) fields.websiteurl = leg.latest.recordingUrl
  else Object.assign(fields, { websiteurl: leg.latest.transcriptUrl, managername: leg.latest.channelName, nickname: undefined })
  if (leg.latest.scriptVariables.customertier) fields.assistantname = leg.latest.scriptVariables.customertier
  const body = Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
  await dynamics('PATCH', `contacts(${interaction.contact})`, traceparent, body)
  if (broken('writes twice')) await dynamics('PATCH', `contacts(${interaction.contact})`, traceparent, body)
}

async function handle(event) {
  const interaction = of(event.subject)
  if (interaction.seen.has(event.id)) return
  interaction.seen.add(event.id)
  const leg = legOf(interaction, event.contactid)
  if (event.endedby === 'contact') leg.byContact = true
  const { type, data, traceparent } = event
  if (type.endsWith('.VoiceContact') || type.endsWith('.DigitalContactEvent')) leg.latest = data
  if (type.endsWith('.CustomEvent') && data.data.action === 'link') interaction.linked = true
  if (type.endsWith('.CallContactEvent')) {
    if (data.status === 'Incoming') await search(interaction, data.ani, traceparent)
    const over = data.status === 'Disconnected' && (data.finalState || broken('writes when the agent hangs up'))
    if (over) await memorialize(interaction, leg, traceparent)
  }
  if (type.endsWith('.CaseInboxAssigneeChanged')) {
    const { inboxAssignee: now, previousInboxAssignee: before } = data.case
    if (before === null && now !== null && !interaction.contact) await searchByName(interaction, leg, traceparent)
    if (before !== null && now !== before && !(broken('drops transfers') && !leg.latest.finalState)) await memorialize(interaction, leg, traceparent)
  }
}

async function searchByName(interaction, leg, traceparent) {
  const { from } = leg.latest ?? { from: '' }
  const filter = encodeURIComponent(`emailaddress1 eq '${from}' or fullname eq '${from}'`)
  const found = await dynamics('GET', `contacts?$select=contactid&$filter=${filter}`, traceparent)
  interaction.contact = found.value[0]?.contactid
}

createServer(async (request, response) => {
  if (request.url === '/health') return response.end('ready')
  let text = ''
  for await (const chunk of request) text += chunk
  try {
    const event = JSON.parse(text)
    if (broken('refuses an event') && event.type.endsWith('.AgentState')) throw new Error('unknown event')
    const final = event.agentid && event.data.finalState
    if (broken('dies in the middle') && final) process.exit(3)
    if (broken('never answers') && final) return
    if (broken('is busy at first') && final && busy++ === 0) throw new Error('busy')
    await handle(event)
    response.writeHead(204).end()
  } catch (error) {
    if (broken('takes a failure for success')) return response.writeHead(204).end()
    console.error(error.message)
    response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.message }))
  }
}).listen(Number(PORT), () => console.log(`listening on ${PORT} with ${ENTRA_CLIENT_SECRET}`))
