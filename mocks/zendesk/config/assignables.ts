import type { Operation } from '../../core/index.ts'
import { recordNotFound } from '../problems.ts'
import { api, json } from '../route.ts'
import { searchable, stem } from '../search/text.ts'
import { agentsOf, type Group, groupsOf } from './groups.ts'

// What the field for the assignee offers in the agent application (published API description). A contact centre's published sample reads it.

const path = '/api/lotus/assignables'
const whole = { next_page: null, previous_page: null }
const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)

export const assignableOperations: Operation[] = [
  ...api('GET', `${path}/groups`, 'lotus.groups', {}, ({ world }) => {
    const groups = [...groupsOf(world).scan()].sort(byName).map(({ id, name, description }) => ({ description, id, name }))
    return json({ count: groups.length, groups, ...whole })
  }),
  // That a group which is not there is told of as everywhere is inferred.
  ...api('GET', `${path}/groups/:id/agents`, 'lotus.agents', {}, ({ world, params }) => {
    if (!groupsOf(world).get(params.id ?? '')) return recordNotFound()
    const agents = agentsOf(world, params.id ?? '').map(({ id, name }) => ({ avatar_url: null, id, name }))
    return json({ agents, count: agents.length, ...whole })
  }),
  // A word is looked for from its start, as elsewhere (inferred).
  ...api('GET', `${path}/autocomplete`, 'lotus.autocomplete', {}, ({ world, call }) => {
    const start = stem(searchable([call.query.get('value') ?? '']).trim())
    const named = ({ name }: { name: string }) => start !== '' && searchable([name]).includes(` ${start}`)
    const all: Group[] = [...groupsOf(world).scan()].sort(byName)
    const agents = all.flatMap((group) =>
      agentsOf(world, String(group.id))
        .filter(named)
        .map(({ id, name }) => ({ group: group.name, group_id: group.id, id, name, photo_url: null })),
    )
    const groups = all.filter(named).map(({ id, name }) => ({ id, name }))
    return json({ agents, count: agents.length + groups.length, groups })
  }),
]
