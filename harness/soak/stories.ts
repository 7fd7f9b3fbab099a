import { type Card, outcome, text } from './stories-words.ts'
import type { Story, Tale } from './tale.ts'

/** The ways in which a shift's interactions go, each as often as its weight says. */
export const stories: readonly { name: string; weight: number; story: Story }[] = [
  { name: 'call', weight: 24, story: (tale) => afterwards(tale, byAgent(tale, conversation(tale, calls(tale)))) },
  { name: 'contact hangs up first', weight: 10, story: (tale) => afterwards(tale, byContact(tale, conversation(tale, calls(tale)))) },
  { name: 'contact gives up waiting', weight: 6, story: abandoned },
  { name: 'refused, then answered', weight: 4, story: refused },
  { name: 'transfer', weight: 7, story: transferred },
  { name: 'consult', weight: 4, story: consulted },
  { name: 'conference', weight: 3, story: conferenced },
  { name: 'outbound', weight: 6, story: outbound },
  { name: 'outbound, no answer', weight: 2, story: unanswered },
  { name: 'voicemail', weight: 3, story: voicemail },
  { name: 'work item', weight: 2, story: workItem },
  { name: 'chat', weight: 14, story: (tale) => dismissed(tale, chat(tale, chats(tale))) },
  { name: 'contact leaves first', weight: 6, story: left },
  { name: 'chat nobody takes', weight: 2, story: unheard },
  { name: 'chat transferred', weight: 5, story: passedOn },
  { name: 'tokens expire', weight: 1, story: tokensExpire },
]

const ON_CARD: readonly Card[] = ['link', 'link', 'link', 'case', 'unlink', 'search', 'nothing']

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

function card(tale: Tale, agent: string): void {
  const does = tale.random.pick(ON_CARD)
  if (does === 'nothing') return
  if (does === 'search') tale.agentDoes(agent, 'agent.searches', { phone: tale.customer.phone })
  if (does === 'case') {
    const fields = { title: text(tale.random), description: text(tale.random) }
    tale.agentDoes(agent, 'agent.creates', { record: 'case', fields, pin: tale.chance(0.7) })
  }
  tale.later(5, 15)
  tale.agentDoes(agent, 'agent.links', { record: 'contact' })
  if (does !== 'unlink') return
  tale.later(5, 15)
  tale.agentDoes(agent, 'agent.unlinks', { record: 'contact' })
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

function abandoned(tale: Tale): void {
  tale.does('contact.calls', { from: tale.customer.name, skill: 'Support' })
  tale.later(10, 120)
  tale.contactDoes('contact.hangsUp')
}

function refused(tale: Tale): void {
  tale.does('contact.calls', { from: tale.customer.name, skill: 'Support' })
  tale.later(5, 20)
  const busy = tale.agent()
  tale.agentDoes(busy, 'agent.refuses')
  tale.free(busy)
  tale.later(5, 20)
  afterwards(tale, byAgent(tale, conversation(tale, answers(tale))))
}

function transferred(tale: Tale): void {
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

function consulted(tale: Tale): void {
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

function conferenced(tale: Tale): void {
  const first = conversation(tale, calls(tale))
  const second = tale.agent()
  tale.does('agent.conferences', { contact: tale.customer.name, with: second })
  tale.later(20, 60)
  afterwards(tale, byAgent(tale, second))
  tale.later(20, 60)
  afterwards(tale, byAgent(tale, first))
}

function outbound(tale: Tale): void {
  const agent = dials(tale)
  tale.later(5, 20)
  tale.contactDoes('contact.answers')
  afterwards(tale, byAgent(tale, conversation(tale, agent)))
}

function unanswered(tale: Tale): void {
  const agent = dials(tale)
  tale.later(20, 40)
  afterwards(tale, byAgent(tale, agent))
}

function dials(tale: Tale): string {
  const agent = tale.agent()
  tale.does('agent.dials', { agent, to: tale.customer.name, skill: 'Support', internal: false })
  return agent
}

function voicemail(tale: Tale): void {
  tale.does('contact.leavesVoicemail', { from: tale.customer.name, skill: 'Support' })
  tale.later(60, 900)
  works(tale)
}

function workItem(tale: Tale): void {
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
function chat(tale: Tale, agent: string): string {
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

function left(tale: Tale): void {
  const agent = chat(tale, chats(tale))
  tale.later(5, 60)
  tale.contactDoes('contact.leaves')
  dismissed(tale, agent)
}

function unheard(tale: Tale): void {
  begins(tale)
  tale.later(20, 120)
  tale.contactDoes('contact.leaves')
}

function passedOn(tale: Tale): void {
  const first = chat(tale, chats(tale))
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

function tokensExpire(tale: Tale): void {
  const agent = conversation(tale, calls(tale))
  tale.does('world.expiresTokens', {})
  tale.later(1, 30)
  afterwards(tale, byAgent(tale, agent))
}
