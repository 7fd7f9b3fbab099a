import { card } from './stories-card.ts'
import { outcome, text } from './stories-words.ts'
import type { Tale } from './tale.ts'

export const chat = (tale: Tale): void => dismissed(tale, talk(tale, chats(tale)))

const CHANNELS = ['Chat', 'Chat', 'Email', 'Whatsapp', 'Sms']

function begins(tale: Tale): void {
  tale.does('contact.chats', { from: tale.customer.name, skill: 'Chat', channel: tale.random.pick(CHANNELS), text: text(tale.random) })
}

function chats(tale: Tale): string {
  begins(tale)
  tale.later(5, 40)
  const agent = tale.agent()
  tale.agentDoes(agent, 'agent.accepts')
  return agent
}

/** What is said, and what must not reach the CRM beside it. */
function talk(tale: Tale, agent: string): string {
  tale.later(10, 30)
  card(tale, agent)
  for (let turn = tale.random.int(0, 3); turn > 0; turn--) {
    tale.later(10, 40)
    tale.agentDoes(agent, 'agent.says', says(tale))
    tale.later(10, 60)
    tale.contactDoes('contact.says', says(tale, tale.chance(0.15) ? [{ fileName: `photo-${tale.random.int(1, 99_999)}.jpg`, mimeType: 'image/jpeg' }] : []))
  }
  if (tale.chance(0.1)) tale.agentDoes(agent, 'agent.notes', { text: `For colleagues only: ${text(tale.random)} ${tale.random.hex(8)}` })
  if (tale.chance(0.15)) tale.agentDoes(agent, 'agent.setsStatus', { status: tale.random.pick(['pending', 'escalated', 'resolved', 'closed']) })
  if (tale.chance(0.05)) tale.agentDoes(agent, 'agent.reloads')
  return agent
}

const says = (tale: Tale, attachments: { fileName: string; mimeType: string }[] = []) => ({ text: text(tale.random), attachments, repeat: 1 })

function dismissed(tale: Tale, agent: string): void {
  tale.later(5, 20)
  tale.agentDoes(agent, 'agent.selectsDisposition', outcome(tale.random))
  tale.later(3, 15)
  tale.agentDoes(agent, 'agent.unassignsAndDismisses')
  tale.free(agent)
}

export function left(tale: Tale): void {
  const agent = talk(tale, chats(tale))
  tale.later(5, 60)
  tale.contactDoes('contact.leaves')
  dismissed(tale, agent)
}

export function unheard(tale: Tale): void {
  begins(tale)
  tale.later(20, 120)
  tale.contactDoes('contact.leaves')
}

export function passedOn(tale: Tale): void {
  const first = talk(tale, chats(tale))
  tale.later(5, 20)
  tale.agentDoes(first, 'agent.selectsDisposition', outcome(tale.random))
  tale.later(3, 10)
  const toSkill = tale.chance(0.5)
  const second = toSkill ? undefined : tale.agent()
  tale.agentDoes(first, 'agent.transfers', { to: second === undefined ? { skill: 'Billing' } : { agent: second } })
  tale.free(first)
  tale.later(10, 40)
  const next = second ?? tale.agent()
  if (second === undefined) tale.agentDoes(next, 'agent.accepts')
  dismissed(tale, next)
}
