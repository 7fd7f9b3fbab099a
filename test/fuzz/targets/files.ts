import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isScenario, parseScenario } from '../../../harness/scenario/load.ts'
import { drawFlow } from '../../../harness/webex/draw/svg.ts'
import { isFlow, parseFlow } from '../../../harness/webex/load.ts'
import { validate } from '../../../harness/webex/validate/index.ts'
import { type Grammar, mutated, spoilt } from '../mutate.ts'
import type { Target } from '../target.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))

/** Of a list of complaints, whether each tells its place in words. */
const unsaid = (complaints: readonly { line: number; message: string }[]) =>
  complaints.find(({ line, message }) => !(line >= 1) || message.trim() === '') && 'complained without a place or a word'

const TOKENS =
  'story: given: steps: expect: contact.calls agent.accepts - : {} [] | > & * ! !!binary !!js/function <<: &a *a [*a,*a] "" \' # --- ... ? tags: at: 09:00 after: 5m faults: effect: kind: latency min: 2s profile: crm: dynamics zendesk configuration: seed: records:'.split(
    ' ',
  )

/** Scenario files: YAML, then everything that is checked about it. */
export const scenarios: Target = {
  name: 'scenarios',
  async open() {
    const scenario: Grammar = {
      samples: ['voice', 'digital', 'tokens', 'faults', 'webex'].flatMap((folder) => read(`scenarios/${folder}`, /\.ya?ml$/)),
      tokens: TOKENS.flatMap((one) => [one, `\n${one}`, `\n  ${one}`]),
    }
    return {
      input: (random) => mutated(scenario, random),
      run(input) {
        const loaded = parseScenario(input, 'fuzz.yaml', 'fuzz/fuzz')
        return isScenario(loaded) ? undefined : unsaid(loaded)
      },
    }
  },
}

const NAMES =
  'id name type value properties activities links group conditionExpr sourceActivityId targetActivityId process eventFlows eventsMap variables description start end http-request menu httpRequestUrl {{x}} {{ a | b }} $.cases[0].id isSecure string STRING INTEGER JSON'.split(
    ' ',
  )

/** Exported flows: read, judged and drawn. */
export const flows: Target = {
  name: 'flows',
  async open() {
    const samples = read('scenarios/flows', /\.json$/).map((text) => [text, JSON.parse(text)] as const)
    const text: Grammar = {
      samples: samples.map(([one]) => one.slice(0, 20_000)),
      tokens: ['{', '}', '[', ']', ',', ':', '"', 'null', '{"', '":', '\\u0000', '1e999'],
      between: '',
    }
    return {
      input(random) {
        if (random.next() < 0.15) return mutated(text, random)
        let value: unknown = random.pick(samples)[1]
        for (let turns = random.int(1, 3); turns > 0; turns--) value = spoilt(value, NAMES, random)
        return JSON.stringify(value) ?? 'null'
      },
      run(input) {
        const loaded = parseFlow(input, 'fuzz.json')
        if (!isFlow(loaded)) return unsaid(loaded)
        const remarks = validate(loaded)
        const picture = drawFlow(loaded, { remarks })
        return picture.startsWith('<svg') ? undefined : 'drew no picture'
      },
    }
  },
}
