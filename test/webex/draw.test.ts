import { describe, expect, it } from 'vitest'
import { drawFlow } from '../../harness/webex/draw/svg.ts'
import { isFlow, parseFlow } from '../../harness/webex/load.ts'
import { validate } from '../../harness/webex/validate/index.ts'
import { changed } from '../mutants/flow.ts'
import { published } from './published.ts'

describe('the picture', () => {
  const boxes = (svg: string) =>
    [...svg.matchAll(/<g class="(begin|action|choice|over)[^"]*" transform="translate\(([\d.]+) ([\d.]+)\)"><title>([^\n<]*)/g)].map(([, , x, y, name]) => ({
      x: Number(x),
      y: Number(y),
      name,
    }))

  it.each(['dynamics', 'zendesk'] as const)('of the flow for %s has every activity once, none upon another, inside the frame', (crm) => {
    const flow = changed(crm, () => {})
    const svg = drawFlow(flow)
    const drawn = boxes(svg)
    expect(drawn.map(({ name }) => name).sort()).toEqual([...flow.main.activities.values(), ...flow.events.activities.values()].map(({ name }) => name).sort())
    const [, width] = /width="([\d.]+)"/.exec(svg) ?? []
    for (const part of [drawn.slice(0, flow.main.activities.size), drawn.slice(flow.main.activities.size)])
      part.forEach((one, i) => {
        expect(one.x).toBeGreaterThan(0)
        expect(one.x).toBeLessThan(Number(width))
        for (const other of part.slice(i + 1)) expect(Math.abs(one.y - other.y) > 46 || Math.abs(one.x - other.x) > 188, `${one.name} ${other.name}`).toBe(true)
      })
    expect(drawFlow(flow)).toBe(svg)
  })

  it('writes each choice of a menu beside its own line: none hides another', () => {
    const labels = [...drawFlow(changed('dynamics', () => {})).matchAll(/<text class="(label[^"]*)" x="([\d.]+)" y="([\d.]+)">([^<]*)/g)]
    const [goodbye, agent] = ['2', '1, timeout, invalid, error'].map((said) => labels.find(([, , , , text]) => text === said))
    expect([goodbye?.[1], agent?.[1], goodbye?.[3]]).toEqual(['label before', 'label', agent?.[3]])
    expect(Number(goodbye?.[2])).toBeLessThan(Number(agent?.[2]))
  })

  it('says which variables an activity sets, also where it sets several', () => {
    const several = ['CustomerID', 'CaseID'].map((srcVariable) => ({ srcVariable, setTo: 'set-to-literal', expr: 'x' }))
    expect(drawFlow(changed('dynamics', ({ set }) => set('StripPlus', 'setVariablesArray', several)))).toContain('>sets CustomerID, CaseID<')
  })

  it('shows remarks by their numbers and the way of a call', () => {
    const flow = changed('dynamics', published)
    const remarks = validate(flow)
    const svg = drawFlow(flow, { remarks, taken: { activities: new Set(['LookUpCustomer']), links: new Set(['LookUpCustomer default']) } })
    const ofActivities = remarks.filter(({ check }) => check !== 'unused')
    expect(svg.match(/class="badge/g)).toHaveLength(ofActivities.length)
    expect(svg.match(/class="line taken"/g)).toHaveLength(1)
    expect(svg.match(/ been"/g)).toHaveLength(1)
  })

  it('has no markup and no control character from the flow in it', () => {
    const flow = changed('dynamics', ({ replace, set }) => {
      replace('Welcome', 'promptsTts', 'Welcome', '<script>alert(1)</script>\\u0001 & \\ud800')
      set('Welcome', 'description', '"><img src=x onerror=alert(1)>')
    })
    const svg = drawFlow(flow)
    expect(svg).not.toMatch(/<script|<img/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008\p{Surrogate}]/u)
    expect(svg).toContain('&lt;script&gt;')
  })

  it('of a flow with circles and many links ends at once', () => {
    const size = 400
    const activities = Object.fromEntries(
      Array.from({ length: size }, (_, i) => [
        `a${i}`,
        {
          id: `a${i}`,
          name: `A${i}`,
          group: i === 0 ? 'start' : 'action',
          properties: { activityName: 'play-message', promptsTts: [{ type: 'tts', value: '{{x}}' }] },
        },
      ]),
    )
    const links = Array.from({ length: size * 4 }, (_, i) => ({
      sourceActivityId: `a${i % size}`,
      targetActivityId: `a${(i * 7 + 13) % size}`,
      conditionExpr: String(i),
    }))
    const flow = parseFlow(JSON.stringify({ name: 'Thicket', variables: [], process: { activities, links } }), 'thicket.json')
    if (!isFlow(flow)) throw new Error('It should be readable.')
    const remarks = validate(flow)
    expect(remarks.length).toBeGreaterThan(0)
    expect(drawFlow(flow, { remarks })).toContain('</svg>')
  }, 3000)
})
