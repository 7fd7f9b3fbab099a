import { Parser } from '@asyncapi/parser'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { asyncApi, messageName } from '../../harness/asyncapi/document.ts'
import { eventSchema, eventTypes } from '../../harness/asyncapi/schemas.ts'
import { createConsole } from '../../harness/console/console.ts'
import type { InteractionEvent } from '../../harness/events.ts'
import { playAll, selectPlays } from '../../harness/run.ts'
import { echoWorlds } from '../core/echo.ts'

/** Together they send an event of every type. */
const SCENES = [
  'digital/internal-note',
  'voice/agent-finishes-acw',
  'voice/hold-and-mute',
  'voice/voicemail',
  'voice/work-item',
  'webex/another-customers-case',
]

describe('the AsyncAPI description', () => {
  it('is valid AsyncAPI 3', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApi('0.1.0')))
    // Beside errors the parser gives advice; taking none of it is not an error.
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([])
    expect(document?.version()).toBe('3.0.0')
    expect(document?.allMessages().length).toBe(eventTypes.length)
  })

  it('is what the control plane answers', async () => {
    const answer = await createConsole(echoWorlds()).fetch(new Request('http://localhost:4400/_sim/asyncapi.json'))
    expect(await answer.json()).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Interaction events of crm-rehearsal' } })
  })

  it('has an event of each type under a name of its own, with words', () => {
    const { components } = asyncApi('0') as { components: { messages: Record<string, { name: string; summary: string }> } }
    expect(Object.values(components.messages).map(({ name }) => name)).toEqual(eventTypes)
    expect(Object.values(components.messages).every(({ summary }) => summary.length > 10)).toBe(true)
  })

  it('fits every event that scenarios send', async () => {
    const { components } = asyncApi('0') as { components: { schemas: Record<string, object> } }
    const ajv = new Ajv({ strict: false })
    const checks = new Map(eventTypes.map((type) => [type, ajv.compile(components.schemas[messageName(type)] as object)]))
    const selection = selectPlays({ patterns: SCENES, crm: 'dynamics' })
    expect(selection.unmatched).toEqual([])
    const { results } = await playAll(selection)
    const events = results.flatMap(({ trace }) => trace.flatMap((entry): InteractionEvent[] => (entry.kind === 'event' ? [entry.event] : [])))
    const wrong = events.flatMap((event) => {
      const check = checks.get(event.type)
      return check?.(event) && eventSchema(event.type).safeParse(event).success ? [] : [{ type: event.type, errors: check?.errors }]
    })
    expect(wrong).toEqual([])
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual([...eventTypes].sort())
  })
})
