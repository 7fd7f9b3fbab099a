import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { empty } from '../problems.ts'
import { ticketsOf, type User, userById } from '../records.ts'
import { api, type Context } from '../route.ts'
import { now } from '../time.ts'

/** What an agent's browser was told to open. */
export interface ScreenPop {
  id: number
  at: string
  agent_id: number
  kind: 'ticket' | 'user'
  target_id: number
  /** The page that opens. */
  url: string
}

const pops: TableDefinition<ScreenPop> = { name: 'zendesk.pops', indexes: { agent: (pop) => String(pop.agent_id) } }
const popsOf = (world: World) => world.store.table(pops)

/** The agent that `display_to_agent` names: it must be one, or nothing is made (documented). */
export function agentNamed(world: World, id: unknown): User | undefined {
  const agent = userById(world, Number(id))
  return agent?.active && agent.role !== 'end-user' ? agent : undefined
}

export function pop(world: World, agent: User, kind: ScreenPop['kind'], target: number, base: string): ScreenPop {
  const id = world.store.sequence('zendesk.pop')
  return popsOf(world).put(String(id), { id, at: now(world), agent_id: agent.id, kind, target_id: target, url: `${base}/agent/${kind}s/${target}` })
}

const display = (kind: ScreenPop['kind']) => (context: Context) => {
  const { world, params, base } = context
  const agent = agentNamed(world, params.agent)
  const target = Number(params.target)
  const there = kind === 'user' ? userById(world, target)?.active : (ticketsOf(world).get(String(target))?.status ?? 'deleted') !== 'deleted'
  if (!agent || !there) return empty(404)
  pop(world, agent, kind, target, base)
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '' }
}

/** The inbox is ours: the real service pushes to the agent's browser. */
export const popOperations: Operation[] = [
  ...api('POST', '/api/v2/channels/voice/agents/:agent/users/:target/display', 'voice.display_user', {}, display('user')),
  ...api('POST', '/api/v2/channels/voice/agents/:agent/tickets/:target/display', 'voice.display_ticket', {}, display('ticket')),
  {
    name: 'simulator.screen_pops',
    method: 'GET',
    path: '/_sim/agents/:agent/screen-pops',
    run: (call, world) => ({ status: 200, body: { screen_pops: popsOf(world).find('agent', call.params.agent ?? '') } }),
  },
  {
    name: 'simulator.screen_pops',
    method: 'GET',
    path: '/_sim/screen-pops',
    run: (_call, world) => ({ status: 200, body: { screen_pops: [...popsOf(world).scan()] } }),
  },
]
