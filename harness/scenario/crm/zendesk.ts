import type { World } from '../../../mocks/core/world.ts'
import { withoutMember } from '../../configuration/field-name.ts'
import { demo } from '../../demo.ts'
import { StageError } from '../stage.ts'
import { JUDGE_AGENT, type JudgeKind } from './judge.ts'

const EMAIL = 'judge@rehearsal.example'
/** Of the judge's own account and token: no API token, for those come to their end in 2027, and no sign-in, which a fault could strike. */
const JUDGE_ID = 900_000_000_001
const TOKEN = 'rehearsal-judge'

/** Fields by the names that mappings give them. */
function flat({ user_fields, organization_fields, custom_fields, ...own }: Record<string, unknown> = {}): Record<string, unknown> {
  const custom = (custom_fields ?? []) as { id: number; value: unknown }[]
  const added = Object.entries({ user_fields, organization_fields }).flatMap(([member, held]) =>
    Object.entries(held ?? {}).map(([key, value]) => [withoutMember(`${member}.${key}`), value]),
  )
  return { ...own, ...Object.fromEntries(added), ...Object.fromEntries(custom.map((field) => [`custom_field_${field.id}`, field.value])) }
}

export const zendeskJudge: JudgeKind = {
  plant: (seeds, { people, cases }) => ({
    ...seeds,
    zendesk: {
      ...seeds.zendesk,
      users: [
        ...((seeds.zendesk.users as object[] | undefined) ?? []),
        { id: JUDGE_ID, name: 'Rehearsal judge', email: EMAIL, role: 'admin', verified: true },
        ...people.map(({ name, phone, email }) => ({ name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) })),
      ],
      tickets: [
        ...((seeds.zendesk.tickets as object[] | undefined) ?? []),
        ...cases.map(({ title, contact, created }) => ({
          subject: title,
          description: title,
          requester: contact,
          ...(created === undefined ? {} : { created_at: new Date(created).toISOString() }),
        })),
      ],
    },
  }),

  judge(world, fetch) {
    const origin = world.origins.zendesk?.[0] as string
    const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown> | undefined> => {
      const answer = await fetch(`${origin}/api/v2/${path}`, {
        method,
        headers: { authorization: bearer(world), 'user-agent': JUDGE_AGENT, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (answer.status === 404) return undefined
      if (!answer.ok) throw new StageError(`Zendesk refuses it: ${method} ${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as Record<string, unknown>
    }
    const find = async (query: string): Promise<{ id: number; name: string }[]> => {
      const found = await call('GET', `users/search.json?query=${encodeURIComponent(`type:user ${query}`)}`)
      return (found?.users ?? []) as { id: number; name: string }[]
    }
    const userNamed = async (name: string): Promise<number> => {
      const user = (await find(`name:"${name}"`)).find((one) => one.name === name)
      if (!user) throw new StageError(`Zendesk has no contact "${name}" (any more).`)
      return user.id
    }
    const changeSystemUser = async (user: object) => {
      for (const { id } of await find(`email:${demo.email}`)) await call('PUT', `users/${id}.json`, { user })
    }
    const recordOf = async (type: string, id: string) => (await call('GET', `${type}s/${id}.json`))?.[type] as Record<string, unknown> | undefined
    const commentOf = async (ticket: string) => {
      const answer = await call('GET', `tickets/${ticket}/comments.json?sort_order=desc`)
      return (answer?.comments as { body: string }[] | undefined)?.[0]?.body
    }
    return {
      async holds(type, id, field) {
        if (field === 'comment') {
          return await commentOf(id)
        }
        return flat(await recordOf(type, id))[field]
      },
      async record(type, id) {
        const record = await recordOf(type, id).catch(() => undefined)
        if (!record) return undefined
        return { ...flat(record), ...(type === 'ticket' ? { comment: await commentOf(id) } : {}) }
      },
      disableSystemUser: (disabled = true) => changeSystemUser({ suspended: disabled }),
      takePermissions: () => changeSystemUser({ role: 'end-user' }),
      async deleteContact(name) {
        await call('DELETE', `users/${await userNamed(name)}.json`)
      },
      async mergeContact(name, into) {
        await call('PUT', `users/${await userNamed(name)}/merge.json`, { user: { id: await userNamed(into) } })
      },
    }
  },
}

/** Issued anew for each look, so that a scenario that expires every token does not blind the judge. */
function bearer(world: World): string {
  world.tokens.issue({
    value: TOKEN,
    issuer: 'zendesk',
    kind: 'access',
    client: TOKEN,
    subject: String(JUDGE_ID),
    audience: world.tenancy.zendesk as string,
    scopes: ['read', 'write'],
    expiresAt: null,
    claims: {},
  })
  return `Bearer ${TOKEN}`
}
