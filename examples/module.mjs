// An integration as a module: it runs inside the rehearsal, on virtual time.
//
//   rehearsal play voice/agent-finishes-acw --crm dynamics --integration ./examples/module.mjs
//
// The default export makes one for each play. It reaches the CRM through env.fetch only, under the CRM's own host names,
// and tells the time from env.clock, so that a call of three minutes takes milliseconds.

export default function myIntegration() {
  let env
  let token
  let renewal
  const calls = new Map()

  async function signIn() {
    const { tenantId, clientId, clientSecret, scope } = env.configuration.authentication
    const answer = await env.fetch(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }),
    })
    if (!answer.ok) throw new Error(`Signing in was refused: ${answer.status}`)
    const { access_token, expires_in } = await answer.json()
    token = { value: access_token, dies: env.clock.now() + expires_in * 1000 }
  }
  /** However many calls find the token dead, it is renewed once. */
  async function alive() {
    if (token && token.dies > env.clock.now()) return token.value
    renewal ??= signIn().finally(() => (renewal = undefined))
    await renewal
    return token.value
  }

  async function dynamics(method, path, traceparent, body) {
    for (let attempt = 1; ; attempt++) {
      const used = await alive()
      const answer = await env.fetch(`${env.configuration.authentication.url}/api/data/v9.2/${path}`, {
        method,
        // The trace context of the event says whose call this is.
        headers: { authorization: `Bearer ${used}`, traceparent, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (answer.status === 401 && attempt === 1) {
        if (token?.value === used) token = undefined
      } else if (answer.ok) return answer.status === 204 ? undefined : answer.json()
      else throw Object.assign(new Error(`${method} was refused`), { status: answer.status })
    }
  }

  /** What the configuration maps to the contact: field -> text. Empty texts and what was withheld are left out. */
  function fieldsOf({ contact, byContact }) {
    const names = { 'Disposition Notes': 'dispositionNotes', 'Disposition Name': 'dispositionName', Status: 'status', Tags: 'tags' }
    const own = { 'Agent Name': 'agentName', 'Contact ID': 'contactId', 'Recording URL': 'recordingUrl' }
    const known = byContact ? own : { ...names, ...own }
    const mapping = env.configuration.dataMemorialization.find(({ name }) => name === 'Voice')?.entities.contact ?? {}
    const fields = Object.entries(mapping).map(([field, { channel, data }]) => {
      if (channel === 'Script Variable') return [field, contact.scriptVariables[data]]
      return [field, channel === 'Voice Call Contact' && known[data] ? String(contact[known[data]]) : '']
    })
    return Object.fromEntries(fields.filter(([, text]) => text))
  }

  async function handle({ type, data, subject, contactid, endedby, traceparent }) {
    if (!calls.has(contactid)) calls.set(contactid, {})
    const call = calls.get(contactid)
    if (endedby === 'contact') call.byContact = true
    if (type === 'com.nice.cxone.VoiceContact') call.contact = data
    if (type === 'com.nice.cxone.CustomEvent' && data.data.action === 'link' && call.record) {
      call.linked = true
      env.report({ kind: 'linked', interaction: subject, record: call.record })
    }
    if (type !== 'com.nice.cxone.CallContactEvent') return
    if (data.status === 'Incoming') {
      const filter = encodeURIComponent(`telephone1 eq '${data.ani}'`)
      const { value } = await dynamics('GET', `contacts?$select=contactid&$filter=${filter}`, traceparent)
      if (value.length === 1) call.record = { type: 'contact', id: value[0].contactid }
    }
    if (data.finalState && call.linked && call.contact) await dynamics('PATCH', `contacts(${call.record.id})`, traceparent, fieldsOf(call))
  }

  return {
    start: async (environment) => void (env = environment),
    async deliver(event) {
      try {
        await handle(event)
      } catch (error) {
        env.report({ kind: 'failed', interaction: event.subject, what: event.type, status: error.status, message: error.message })
      }
    },
    stop: async () => {},
  }
}
