/** Signing in and naming records, over `fetch`: the same for sockets and in-process. */

/** The headers of a signed-in Dynamics client. */
export async function dynamicsHeaders(fetch, tokenUrl, { clientId, clientSecret, scope }) {
  const answer = await fetch(tokenUrl, { method: 'POST', body: tokenForm({ clientId, clientSecret, scope }) })
  const { access_token: token } = await ok(answer)
  return { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' }
}

export const tokenForm = ({ clientId, clientSecret, scope }) =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })

export const zendeskHeaders = ({ email, apiToken }) => ({
  authorization: `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`,
  accept: 'application/json',
  'content-type': 'application/json',
})

/** The answer's JSON; throws what the server said instead. */
export async function ok(answer) {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}: ${text.slice(0, 500)}`)
  return text === '' ? undefined : JSON.parse(text)
}

export const contactsPath = '/api/data/v9.2/contacts'
export const newContact = JSON.stringify({ firstname: 'Ada', lastname: 'Byron', telephone1: '+49 30 1234567', emailaddress1: 'ada@bench.example' })
export const newTicket = JSON.stringify({ ticket: { subject: 'Bench', comment: { body: 'A caller asks for an invoice.' }, tags: ['bench'] } })
