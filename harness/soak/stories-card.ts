import { text } from './stories-words.ts'
import type { Tale } from './tale.ts'

const ON_CARD: readonly ('link' | 'unlink' | 'case' | 'search' | 'nothing')[] = ['link', 'link', 'link', 'case', 'unlink', 'search', 'nothing']

/** What an agent does on the customer card, and so what is linked when the contact is over. */
export function card(tale: Tale, agent: string): void {
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
