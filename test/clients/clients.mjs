// Real clients, unmodified, in a process of their own: NODE_EXTRA_CA_CERTS is read when Node starts. Reads the line of
// `rehearsal up --json` from the first argument and prints what the clients were told as one line of JSON.
import { ConfidentialClientApplication } from '@azure/msal-node'
import { DynamicsWebApi } from 'dynamics-web-api'
import nodeZendesk from 'node-zendesk'

const { systems, credentials } = JSON.parse(process.argv[2])
const { tenantId, clientId, clientSecret, scope } = credentials.entra

const msal = new ConfidentialClientApplication({
  auth: { clientId, clientSecret, authority: `${systems.entra.url}/${tenantId}`, knownAuthorities: [new URL(systems.entra.url).host] },
})
const token = async () => (await msal.acquireTokenByClientCredential({ scopes: [scope] })).accessToken

async function dynamics() {
  const api = new DynamicsWebApi({ serverUrl: systems.dynamics.url, dataApi: { version: '9.2' }, onTokenRefresh: token })
  const id = await api.create({ collection: 'contacts', data: { firstname: 'Ada', lastname: 'Byron', telephone1: '+49301234567' } })
  const found = await api.retrieveMultiple({ collection: 'contacts', select: ['fullname'], filter: "telephone1 eq '+49301234567'" })
  await api.update({ collection: 'contacts', key: id, data: { jobtitle: 'Analyst' } })
  const changed = await api.retrieve({ collection: 'contacts', key: id, select: ['jobtitle', 'fullname'] })
  const pages = []
  let page = await api.retrieveMultiple({ collection: 'contacts', select: ['contactid'], maxPageSize: 10 })
  pages.push(page.value.length)
  while (page.oDataNextLink) {
    page = await api.retrieveMultiple({ collection: 'contacts', select: ['contactid'], maxPageSize: 10 }, page.oDataNextLink)
    pages.push(page.value.length)
  }
  await api.deleteRecord({ collection: 'contacts', key: id })
  const gone = await api.retrieve({ collection: 'contacts', key: id }).catch((error) => ({ status: error.status, code: error.code }))
  return { found: found.value.map((contact) => contact.fullname), changed: [changed.jobtitle, changed.fullname], pages, gone }
}

async function zendesk() {
  const { email, apiToken } = credentials.zendesk
  const client = nodeZendesk.createClient({ username: email, token: apiToken, endpointUri: `${systems.zendesk.url}/api/v2` })
  const { result: user } = await client.users.create({ user: { name: 'Ada Byron', email: 'ada@byron.example', phone: '+49301234567' } })
  const { result: ticket } = await client.tickets.create({ ticket: { subject: 'Invoice', comment: { body: 'Hello' }, requester_id: user.id } })
  await client.tickets.update(ticket.id, { ticket: { status: 'open', priority: 'high' } })
  const { result: shown } = await client.tickets.show(ticket.id)
  const { result: found } = await client.search.query('type:user email:ada@byron.example')
  const everybody = await client.users.list()
  const missing = await client.users.show(1).catch((error) => error)
  return {
    user: user.name,
    ticket: [ticket.subject, shown.status, shown.priority],
    found: found.map(({ name }) => name),
    everybody: everybody.length,
    missing: missing.message,
  }
}

// Only the message: a minified client's stack would print the whole of it.
try {
  process.stdout.write(JSON.stringify({ dynamics: await dynamics(), zendesk: await zendesk() }))
} catch (error) {
  process.stderr.write(`${error.name}: ${error.message}`)
  process.exitCode = 1
}
