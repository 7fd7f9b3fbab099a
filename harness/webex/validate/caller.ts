import { list } from '../../rules/words.ts'
import { asksFor } from './crm.ts'
import type { Graph } from './graph.ts'
import { isRequest, requestPath } from './reading.ts'
import { type Drawing, type FlowCheck, type FlowRemark, remark } from './remark.ts'

/** What a call comes by, or never does: keys that nobody can press, no choice at all, a wait without music, words when nobody is there, an answer without a pop. */
export const caller: FlowCheck = (drawing) => [
  ...keys(drawing.main),
  ...keys(drawing.events),
  ...choice(drawing),
  ...wait(drawing.main),
  ...afterwards(drawing),
  ...answered(drawing),
]

const KEY = /^[0-9*#]$/
const OUTCOMES = ['timeout', 'invalid', 'error', 'default', 'out']

const keys = (graph: Graph): FlowRemark[] =>
  graph.activities
    .filter(({ type }) => type === 'ivr-menu')
    .flatMap((menu) => {
      const choices = new Set(Array.isArray(menu.properties.menuLinks) ? menu.properties.menuLinks.map(String) : [])
      const linked = graph.out(menu).flatMap(({ on }) => (OUTCOMES.includes(on) ? [] : [on]))
      const dead = [...new Set([...linked.filter((on) => !choices.has(on)), ...[...choices].filter((on) => !KEY.test(on))])].slice(0, 10).map((on) => `"${on}"`)
      if (dead.length === 0) return []
      const message = `${list(dead)} ${dead.length === 1 ? 'is no key' : 'are no keys'} that its menu takes, so nobody goes that way.`
      return [
        remark('no-key', menu, ['R077'], message, `Offer single keys, each in menuLinks; it has ${[...choices].slice(0, 12).join(', ') || 'none'}.`, 'warning'),
      ]
    })

const looksUp = ({ main }: Drawing): boolean => main.activities.some((activity) => isRequest(activity) && asksFor(requestPath(activity)) !== undefined)

/** What a caller who has been looked up may choose between, and the activities that are it. */
const CHOICES: readonly (readonly [string, readonly string[]])[] = [
  ['an agent', ['queue-contact']],
  ['the end of the call', ['disconnect-contact', 'end']],
]

function choice(drawing: Drawing): FlowRemark[] {
  const { flow, main } = drawing
  if (!looksUp(drawing)) return []
  const menus = main.activities.filter((activity) => activity.type === 'ivr-menu' && main.reachable.has(activity))
  const [menu] = menus
  if (!menu)
    return [
      remark(
        'no-menu',
        { name: flow.name },
        ['R077'],
        'Nobody is asked what they want: no menu offers an agent or the end of the call.',
        'Put a menu behind the message, with a key for each.',
        'warning',
      ),
    ]
  const behind = [...main.after(menus)].map(({ type }) => type)
  return CHOICES.filter(([, types]) => !types.some((type) => behind.includes(type))).map(([what]) =>
    remark('no-choice', menu, ['R077'], `No key leads to ${what}.`, `Offer ${what} by a key of its own.`, 'warning'),
  )
}

const wait = (main: Graph): FlowRemark[] =>
  main.activities
    .filter((activity) => activity.type === 'queue-contact' && main.reachable.has(activity))
    .filter((queue) => {
      const first = main.out(queue).flatMap(({ on, to }) => (on === 'default' || on === 'out' ? (main.process.activities.get(to) ?? []) : []))
      return ![...first, ...main.after(first)].some(({ type }) => type === 'play-music')
    })
    .map((queue) => remark('no-music', queue, ['R078'], 'Who waits here hears nothing.', 'Let it lead to music, such as defaultmusic_on_hold.wav.', 'warning'))

const AUDIBLE = ['play-message', 'play-music', 'ivr-menu', 'ivr-collectdigits', 'queue-contact']

const afterwards = ({ events }: Drawing): FlowRemark[] =>
  [...events.after(events.starts.filter(({ properties }) => properties.eventSpecificationName === 'ContactEnded'))]
    .filter(({ type }) => AUDIBLE.includes(type))
    .map((activity) =>
      remark('after-the-call', activity, ['R079'], 'It runs when the call has ended: nobody is there any more.', 'Take it out of ContactEnded.'),
    )

/** Of a flow that looks callers up, an agent expects to see whom. */
function answered(drawing: Drawing): FlowRemark[] {
  const { flow, main, events } = drawing
  if (!looksUp(drawing) || [...main.activities, ...events.activities].some(({ type }) => type === 'screen-pop')) return []
  const message = 'Nothing pops when an agent answers: what was found about the caller is not shown.'
  return [remark('no-pop', { name: flow.name }, ['R080'], message, 'Let AgentContactAssigned (AgentAnswered) lead to a screen pop.', 'warning')]
}
