import { demo } from '../../demo.ts'
import { JUDGE_AGENT, type JudgeKind } from './judge.ts'

const EMAIL = 'judge@rehearsal.example'
/** An older client, whose tokens never expire: API tokens come to their end in 2027, and a scenario may play after that. */
const CLIENT = { identifier: 'rehearsal-judge', secret: 'rehearsal-judge', owner: EMAIL, expiresIn: null }

export const zendeskJudge: JudgeKind = {
  plant: (seeds, { people, cases }) => ({
    ...seeds,
    zendesk: {
      ...seeds.zendesk,
      users: [
        ...((seeds.zendesk.users as object[] | undefined) ?? []),
        { name: 'Rehearsal judge', email: EMAIL, role: 'admin', verified: true },
        ...people.map(({ name, phone, email }) => ({ name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) })),
      ],
      clients: [...((seeds.zendesk.clients as object[] | undefined) ?? []), CLIENT],
      tickets: [
        ...((seeds.zendesk.tickets as object[] | undefined) ?? []),
        ...cases.map(({ title, contact }) => ({ subject: title, description: title, requester: contact })),
      ],
    },
  }),

  judge(world, fetch) {
    const origin = world.origins.zendesk?.[0] as string
    let signedIn: Promise<string> | undefined
    const signIn = async (): Promise<string> => {
      const answer = await fetch(`${origin}/oauth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': JUDGE_AGENT },
        body: JSON.stringify({ grant_type: 'client_credentials', client_id: CLIENT.identifier, client_secret: CLIENT.secret, scope: 'read write' }),
      })
      return `Bearer ${((await answer.json()) as { access_token: string }).access_token}`
    }
    const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown> | undefined> => {
      const authorization = await (signedIn ??= signIn())
      const answer = await fetch(`${origin}/api/v2/${path}`, {
        method,
        headers: { authorization, 'user-agent': JUDGE_AGENT, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (answer.status === 404) return undefined
      if (!answer.ok) throw new Error(`The judge was refused by Zendesk: ${method} ${path} answered ${answer.status}.`)
      return (await answer.json()) as Record<string, unknown>
    }
    return {
      async holds(type, id, field) {
        if (field === 'comment') {
          const answer = await call('GET', `tickets/${id}/comments.json?sort_order=desc`)
          return (answer?.comments as { body: string }[] | undefined)?.[0]?.body
        }
        const record = (await call('GET', `${type}s/${id}.json`))?.[type] as Record<string, unknown> | undefined
        const custom = (record?.user_fields ?? record?.organization_fields) as Record<string, unknown> | undefined
        return record?.[field] ?? custom?.[field]
      },
      async disableSystemUser() {
        const found = await call('GET', `users/search.json?query=${encodeURIComponent(`type:user email:${demo.email}`)}`)
        for (const { id } of (found?.users ?? []) as { id: number }[]) await call('PUT', `users/${id}.json`, { user: { suspended: true } })
      },
    }
  },
}
