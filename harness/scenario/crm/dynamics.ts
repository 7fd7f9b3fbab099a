import { hash32, seededRandom } from '../../../mocks/core/random.ts'
import type { World } from '../../../mocks/core/world.ts'
import { demo } from '../../demo.ts'
import { StageError } from '../stage.ts'
import { JUDGE_AGENT, type JudgeKind } from './judge.ts'
import { splitName } from './words.ts'

export const JUDGE_ID = '7c1d0f52-0f6a-4b7e-9a55-2f3b6c8d9e01'

/** A planted contact's id follows from the name, so that cases can refer to it. */
const idOf = (name: string): string => seededRandom(hash32(name)).guid()

const sets: Record<string, string> = {
  contact: 'contacts',
  account: 'accounts',
  incident: 'incidents',
  lead: 'leads',
  task: 'tasks',
  phonecall: 'phonecalls',
  annotation: 'annotations',
}

export const dynamicsJudge: JudgeKind = {
  plant: (seeds, { people, cases, privileges }) => {
    const { applicationUsers, records } = seeds.dynamics as { applicationUsers: object[]; records: Record<string, object[]> }
    return {
      ...seeds,
      dynamics: {
        ...seeds.dynamics,
        ...(privileges ? { roles: { Integration: privileges } } : {}),
        applicationUsers: [
          ...applicationUsers.map((user) => (privileges ? { ...user, roles: ['Integration'] } : user)),
          { applicationid: JUDGE_ID, name: 'Rehearsal judge', roles: ['System Administrator'] },
        ],
        records: {
          ...records,
          contacts: [
            ...(records.contacts ?? []),
            ...people.map(({ name, phone, email }) => ({
              contactid: idOf(name),
              ...splitName(name),
              ...(phone ? { telephone1: phone } : {}),
              ...(email ? { emailaddress1: email } : {}),
            })),
          ],
          incidents: [
            ...(records.incidents ?? []),
            ...cases.map(({ title, contact, created }) => ({
              title,
              'customerid_contact@odata.bind': `/contacts(${idOf(contact)})`,
              ...(created === undefined ? {} : { createdon: new Date(created).toISOString() }),
            })),
          ],
        },
      },
    }
  },

  judge(world, fetch) {
    const origin = world.origins.dynamics?.[0] as string
    const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown> | undefined> => {
      const answer = await fetch(`${origin}/api/data/v9.2/${path}`, {
        method,
        headers: { authorization: `Bearer ${tokenOf(world, origin)}`, 'user-agent': JUDGE_AGENT, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      if (answer.status === 404) return undefined
      if (!answer.ok) throw new StageError(`Dynamics refuses it: ${method} ${path} answered ${answer.status}: ${await answer.text()}`)
      return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>)
    }
    const systemUser = async (): Promise<string> => {
      const found = await call('GET', `systemusers?$select=systemuserid&$filter=applicationid eq ${demo.clientId}`)
      const [user] = (found?.value ?? []) as { systemuserid: string }[]
      if (!user) throw new Error("The integration's system user is not in Dynamics.")
      return user.systemuserid
    }
    const recordOf = (type: string, id: string) => call('GET', `${sets[type] ?? `${type}s`}(${id})`)
    return {
      holds: async (type, id, field) => (await recordOf(type, id))?.[field],
      record: (type, id) => recordOf(type, id).catch(() => undefined),
      async disableSystemUser(disabled = true) {
        await call('PATCH', `systemusers(${await systemUser()})`, { isdisabled: disabled })
      },
      async takePermissions() {
        const roles = `systemusers(${await systemUser()})/systemuserroles_association`
        const held = ((await call('GET', `${roles}?$select=roleid`))?.value ?? []) as { roleid: string }[]
        for (const { roleid } of held) await call('DELETE', `${roles}(${roleid})/$ref`)
      },
      async deleteContact(name) {
        if ((await call('DELETE', `contacts(${idOf(name)})`)) === undefined) throw new StageError(`Dynamics has no contact "${name}" (any more).`)
      },
      async mergeContact(name, into) {
        const contact = (who: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: idOf(who) })
        const merged = await call('POST', 'Merge', { Target: contact(into), Subordinate: contact(name), PerformParentingChecks: false })
        if (merged === undefined) throw new StageError(`Dynamics has no contact "${name}", or no contact "${into}" (any more).`)
      },
    }
  },
}

/** Issued straight from the World's vault: signing in would take time and be seen. */
function tokenOf(world: World, audience: string): string {
  const known = world.tokens.of('entra', JUDGE_ID)[0]
  const value = known?.value ?? world.random('judge').text(40)
  if (!known)
    world.tokens.issue({ value, issuer: 'entra', kind: 'access', client: JUDGE_ID, subject: JUDGE_ID, audience, scopes: [], expiresAt: null, claims: {} })
  return value
}
