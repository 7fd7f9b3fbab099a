// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
/** A pact as a user's consumer test writes it, made here by hand. */
export interface Wanted {
  description: string
  states?: { name: string; params?: Record<string, unknown> }[]
  request: Record<string, unknown>
  response: Record<string, unknown>
  pending?: boolean
}

export const pact = (provider: string, wanted: readonly Wanted[], consumer = 'my-app'): Record<string, unknown> => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: wanted.map(({ description, states = [], request, response, pending = false }) => ({
    type: 'Synchronous/HTTP',
    description,
    pending,
    providerStates: states,
    request,
    response,
  })),
  metadata: { pactSpecification: { version: '4.0' } },
})

export const json = (content: unknown) => ({ content, contentType: 'application/json', encoded: false })
export const bearer = { authorization: ['Bearer example'] }
export const contact = { name: 'a contact with phone ${phone} exists', params: { phone: '+49301234567', contactid: '11111111-2222-4333-8444-555555555555' } }

export const search = (telephone: string, response: Record<string, unknown>): Wanted => ({
  description: `who has ${telephone}`,
  states: [contact],
  request: {
    method: 'GET',
    path: '/api/data/v9.2/contacts',
    headers: bearer,
    query: { $select: ['fullname,telephone1'], $filter: [`telephone1 eq '${telephone}'`] },
  },
  response,
})
