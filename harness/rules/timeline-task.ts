import type { CrmWrite } from '../../mocks/core/meaning.ts'
import { chosenIn } from '../configuration/actions.ts'
import { creationsIn } from '../configuration/created.ts'
import type { InteractionEvent } from '../events.ts'
import type { TraceEntry } from '../trace.ts'
import { entityName } from './mapped.ts'
import type { Rule } from './rule.ts'
import { statedForAgents } from './sources.ts'
import { storyOf } from './story.ts'
import { recordName, timeOfDay } from './words.ts'

/**
 * A task that is made, or attempted, where the script chooses a timeline. One that an agent asked for is theirs, and where a
 * Create workflow makes tasks as well nobody can tell which is which. How many there must be is for a scenario to say.
 */
export const timelineTask: Rule = {
  id: 'timeline-task',
  says: 'A timeline task is made when memorialization is due, not before, and hangs on a record that is linked to the interaction.',
  source: statedForAgents('R063', 'R064'),
  watch(context, report) {
    const { configuration } = context
    const story = storyOf(context)
    const judges = chosenIn(configuration, 'timeline').length > 0 && !creationsIn(configuration).some(({ record }) => record === 'task')
    /** Interactions in which an agent asked for a task. */
    const asked = new Set<string>()

    return {
      reads: story.on,
      hears: ['event', 'exchange'],
      on(entry) {
        story.on(entry)
        if (!judges) return
        if (entry.kind === 'event' && asksForTask(entry.event)) asked.add(entry.event.subject)
        if (entry.kind !== 'exchange') return
        const { exchange, interaction } = entry
        if (interaction === undefined ? asked.size > 0 : asked.has(interaction)) return
        for (const { about, ok } of tasksOf(entry)) {
          const found = (expected: string, happened: string) =>
            report({ at: exchange.at, ...(interaction === undefined ? {} : { interaction }), expected, happened, exchanges: [exchange.id] })
          const dues = story.dues.filter((due) => due.at <= exchange.at && (interaction === undefined || due.interaction === interaction))
          if (dues.length === 0)
            found(
              'no timeline task until memorialization is due',
              `one was ${ok ? 'made' : 'sent'} at ${timeOfDay(exchange.at)}, while the contact was not yet due`,
            )
          else if (!about) found('a timeline task that hangs on the record of the interaction', 'it hangs on none')
          else if (![exchange.at, ...dues.map(({ at }) => at)].some((at) => story.linkedAt(about, at, interaction)))
            found('a timeline task that hangs on a linked record', `it hangs on ${recordName(about)}, which is not linked`)
        }
      },
    }
  },
}

const tasksOf = ({ exchange }: Extract<TraceEntry, { kind: 'exchange' }>): CrmWrite[] =>
  exchange.actions.filter((action): action is CrmWrite => action.kind === 'created' && action.record === 'task')

function asksForTask(event: InteractionEvent): boolean {
  if (event.type !== 'com.nice.cxone.CustomEvent') return false
  const request = (event as InteractionEvent<'com.nice.cxone.CustomEvent'>).data.data
  return request.action === 'create' && request.record !== undefined && entityName(request.record) === 'task'
}
