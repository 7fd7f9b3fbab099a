import * as digital from './stories-digital.ts'
import * as voice from './stories-voice.ts'
import type { Story } from './tale.ts'

/** The ways in which a shift's interactions go, each as often as its weight says. */
export const stories: readonly { name: string; weight: number; story: Story }[] = [
  { name: 'call', weight: 24, story: voice.call },
  { name: 'contact hangs up first', weight: 10, story: voice.hungUpFirst },
  { name: 'contact gives up waiting', weight: 6, story: voice.abandoned },
  { name: 'refused, then answered', weight: 4, story: voice.refused },
  { name: 'transfer', weight: 7, story: voice.transferred },
  { name: 'consult', weight: 4, story: voice.consulted },
  { name: 'conference', weight: 3, story: voice.conferenced },
  { name: 'outbound', weight: 6, story: voice.outbound },
  { name: 'outbound, no answer', weight: 2, story: voice.unanswered },
  { name: 'voicemail', weight: 3, story: voice.voicemail },
  { name: 'work item', weight: 2, story: voice.workItem },
  { name: 'chat', weight: 14, story: digital.chat },
  { name: 'contact leaves first', weight: 6, story: digital.left },
  { name: 'chat nobody takes', weight: 2, story: digital.unheard },
  { name: 'chat transferred', weight: 5, story: digital.passedOn },
  { name: 'tokens expire', weight: 1, story: voice.tokensExpire },
]
