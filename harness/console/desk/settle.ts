import { worldFetch } from '../../../mocks/core/fetch.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import { demo } from '../../demo.ts'
import { casesOf, peopleOf } from '../../scenario/cast.ts'
import { JUDGE_ID } from '../../scenario/crm/dynamics.ts'
import { judges } from '../../scenario/crm/kinds.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Given } from '../../scenario/schema.ts'
import { unseen } from './shadow.ts'

/** Kept among the World's own records, so that forks have it too and a reset takes it away with the people it stands for. */
const settled = { name: 'console.settled' }

/** Its people are there: those of free play, or those of the scenario that the World is. A snapshot of it has the mark, too. */
export const markSettled = (world: World, crm: Crm): void => void world.store.table(settled).put(crm, { crm })

/** Brings the people of free play into the CRM of a World that somebody uses, and an account to look at records with; once. */
export async function settle(worlds: Worlds, world: World, crm: Crm, given: Given): Promise<void> {
  if (world.store.table(settled).get(crm) !== undefined) return
  markSettled(world, crm)
  if (crm === 'dynamics') await admitJudge(worlds, world)
  const nobody = { entra: {}, dynamics: { applicationUsers: [], records: {} }, zendesk: {} }
  const seeds = judges[crm].plant(nobody, { people: peopleOf(given), cases: casesOf(given) })
  const records = crm === 'dynamics' ? seeds.dynamics.records : seeds.zendesk
  await worlds.mocks.find(({ name }) => name === crm)?.sow?.(world, records)
}

/** An application user for the console, made through the Web API by the one that every World here has. */
async function admitJudge(worlds: Worlds, world: World): Promise<void> {
  const view = unseen(world)
  const origin = view.origins.dynamics?.[0] as string
  const value = 'console'
  view.tokens.issue({
    value,
    issuer: 'entra',
    kind: 'access',
    client: demo.clientId,
    subject: demo.clientId,
    audience: origin,
    scopes: [],
    expiresAt: null,
    claims: {},
  })
  const fetch = worldFetch(worlds, view)
  const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown> | undefined> => {
    const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/json', prefer: 'return=representation' }
    const answer = await fetch(`${origin}/api/data/v9.2/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) return undefined
    const text = await answer.text()
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  const roles = await call('GET', "roles?$select=roleid&$filter=name eq 'System Administrator'")
  const role = (roles?.value as { roleid: string }[] | undefined)?.[0]?.roleid
  const made = await call('POST', 'systemusers', { applicationid: JUDGE_ID, firstname: '#', lastname: 'Rehearsal console', accessmode: 4 })
  if (role && made)
    await call('POST', `systemusers(${made.systemuserid})/systemuserroles_association/$ref`, { '@odata.id': `${origin}/api/data/v9.2/roles(${role})` })
}
