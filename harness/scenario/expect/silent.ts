import { exchangesOf, isChange, type Judge, type Unmet, when } from './evidence.ts'

/** Nothing was written to the CRM, nor deleted in it, before that step. Of several copies, each is silent until its own. */
export const silent: Judge<{ until: string }> = ({ until }, evidence) => {
  const unmet: Unmet[] = []
  for (const { exchange, interaction } of exchangesOf(evidence)) {
    if (!exchange.actions.some(isChange)) continue
    const copy = interaction === undefined ? undefined : evidence.copyOf(interaction)
    const step = evidence.steps.find((one) => one.verb === until && (copy === undefined || one.copy === copy))
    if (step && exchange.at >= step.at) continue
    unmet.push({
      at: exchange.at,
      expected: `nothing written before ${until}${step ? ` at ${when(evidence, step.at)}` : ''}`,
      happened: `${exchange.request.method} ${exchange.operation} at ${when(evidence, exchange.at)}`,
      exchanges: [exchange.id],
    })
  }
  return unmet
}
