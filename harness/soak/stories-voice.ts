import { card } from './stories-card.ts'
import { outcome } from './stories-words.ts'
import type { Tale } from './tale.ts'

export const call = (tale: Tale): void => afterwards(tale, byAgent(tale, conversation(tale, calls(tale))))
export const hungUpFirst = (tale: Tale): void => afterwards(tale, byContact(tale, conversation(tale, calls(tale))))

function calls(tale: Tale): string {
  tale.does('contact.calls', { from: tale.customer.name, skill: 'Support' })
  tale.later(3, 20)
  return answers(tale)
}

function answers(tale: Tale): string {
  const agent = tale.agent()
  tale.agentDoes(agent, 'agent.answers')
  return agent
}

/** What an agent does while a customer is on the line. */
function conversation(tale: Tale, agent: string): string {
  tale.later(20, 40)
  card(tale, agent)
  if (tale.chance(0.2)) between(tale, agent, 'agent.holds', 'agent.resumes')
  if (tale.chance(0.1)) between(tale, agent, 'agent.mutes', 'agent.unmutes')
  if (tale.chance(0.1)) between(tale, agent, 'agent.masks', 'agent.unmasks')
  if (tale.chance(0.05)) tale.agentDoes(agent, 'agent.reloads')
  if (tale.chance(0.2)) tale.agentDoes(agent, 'agent.selectsDisposition', outcome(tale.random))
  tale.later(30, 180)
  return agent
}

function between(tale: Tale, agent: string, begins: string, ends: string): void {
  tale.later(5, 20)
  tale.agentDoes(agent, begins)
  tale.later(5, 30)
  tale.agentDoes(agent, ends)
}

function byAgent(tale: Tale, agent: string): string {
  tale.agentDoes(agent, 'agent.hangsUp')
  return agent
}

function byContact(tale: Tale, agent: string): string {
  tale.contactDoes('contact.hangsUp')
  return agent
}

/** After-call work, which some leave to its time-out or to the end of their session. */
function afterwards(tale: Tale, agent: string): void {
  tale.later(4, 15)
  if (tale.chance(0.85)) tale.agentDoes(agent, 'agent.selectsDisposition', outcome(tale.random))
  tale.later(3, 20)
  if (tale.chance(0.03)) tale.agentDoes(agent, 'agent.logsOut')
  else if (tale.chance(0.9)) tale.agentDoes(agent, 'agent.finishesAcw')
  else tale.later(130, 140)
  tale.free(agent)
}

export function abandoned(tale: Tale): void {
  tale.does('contact.calls', { from: tale.customer.name, skill: 'Support' })
  tale.later(10, 120)
  tale.contactDoes('contact.hangsUp')
}

export function refused(tale: Tale): void {
  tale.does('contact.calls', { from: tale.customer.name, skill: 'Support' })
  tale.later(5, 20)
  const busy = tale.agent()
  tale.agentDoes(busy, 'agent.refuses')
  tale.free(busy)
  tale.later(5, 20)
  afterwards(tale, byAgent(tale, conversation(tale, answers(tale))))
}

export function transferred(tale: Tale): void {
  const first = conversation(tale, calls(tale))
  const toSkill = tale.chance(0.5)
  const second = toSkill ? undefined : tale.agent()
  tale.agentDoes(first, 'agent.transfers', { to: second === undefined ? { skill: 'Billing' } : { agent: second } })
  afterwards(tale, first)
  const next = second ?? tale.agent()
  tale.agentDoes(next, 'agent.answers')
  tale.later(30, 120)
  afterwards(tale, byAgent(tale, next))
}

export function consulted(tale: Tale): void {
  const first = conversation(tale, calls(tale))
  const second = tale.agent()
  tale.does('agent.consults', { contact: tale.customer.name, with: second })
  tale.later(5, 10)
  tale.agentDoes(second, 'agent.answers')
  tale.later(20, 60)
  tale.agentDoes(first, 'agent.transfers', { to: { agent: second } })
  afterwards(tale, first)
  tale.later(30, 90)
  afterwards(tale, byAgent(tale, second))
}

export function conferenced(tale: Tale): void {
  const first = conversation(tale, calls(tale))
  const second = tale.agent()
  tale.does('agent.conferences', { contact: tale.customer.name, with: second })
  tale.later(20, 60)
  afterwards(tale, byAgent(tale, second))
  tale.later(20, 60)
  afterwards(tale, byAgent(tale, first))
}

export function outbound(tale: Tale): void {
  const agent = dials(tale)
  tale.later(5, 20)
  tale.contactDoes('contact.answers')
  afterwards(tale, byAgent(tale, conversation(tale, agent)))
}

export function unanswered(tale: Tale): void {
  const agent = dials(tale)
  tale.later(20, 40)
  afterwards(tale, byAgent(tale, agent))
}

function dials(tale: Tale): string {
  const agent = tale.agent()
  tale.does('agent.dials', { agent, to: tale.customer.name, skill: 'Support', internal: false })
  return agent
}

export function voicemail(tale: Tale): void {
  tale.does('contact.leavesVoicemail', { from: tale.customer.name, skill: 'Support' })
  tale.later(60, 900)
  works(tale)
}

export function workItem(tale: Tale): void {
  tale.does('contact.sendsWorkItem', { from: tale.customer.name, skill: 'Support' })
  tale.later(30, 300)
  works(tale)
}

function works(tale: Tale): void {
  const agent = answers(tale)
  tale.later(10, 20)
  tale.agentDoes(agent, 'agent.searches', { phone: tale.customer.phone })
  tale.later(10, 20)
  tale.agentDoes(agent, 'agent.links', { record: 'contact' })
  tale.later(20, 90)
  tale.agentDoes(agent, 'agent.completes')
  afterwards(tale, agent)
}

export function tokensExpire(tale: Tale): void {
  const agent = conversation(tale, calls(tale))
  tale.does('world.expiresTokens', {})
  tale.later(1, 30)
  afterwards(tale, byAgent(tale, agent))
}
