import type { Neutral } from '../crm/words.ts'
import { duesOf, fieldsFor, type Judge, notMapped, short, type Unmet, when, writesTo } from './evidence.ts'

/** Fields that a run must leave alone: neither written nor blanked (R027). */
export const withheld: Judge<{ record: Neutral; fields: string[] }> = async ({ record, fields }, evidence) => {
  const writes = writesTo(evidence, record)
  const unmet: Unmet[] = []
  for (const data of fields) {
    const targets = new Set(fieldsFor(evidence, record, data).map((mapping) => mapping.field))
    if (targets.size === 0) {
      const happened = `${notMapped(evidence, record, data)}, so this expectation says nothing`
      unmet.push({ at: evidence.until, expected: `${data} withheld from the ${record}`, happened, exchanges: [] })
    }
    for (const write of writes.filter((one) => targets.has(one.field))) {
      unmet.push({
        at: write.exchange.at,
        expected: `${data} withheld from the ${record}`,
        happened: `${write.field} was written at ${when(evidence, write.exchange.at)}: ${short(write.value)}`,
        exchanges: [write.exchange.id],
      })
    }
    for (const due of duesOf(evidence).filter((one) => one.values[data])) {
      for (const id of new Set(writes.filter((one) => one.interaction === due.interaction).map((one) => one.record.id ?? ''))) {
        for (const target of targets) {
          const held = await evidence.holds(writes.find((one) => one.record.id === id)?.record.type ?? '', id, target)
          if (held === due.values[data])
            unmet.push({
              at: evidence.until,
              expected: `${data} withheld from the ${record}`,
              happened: `the CRM holds ${short(held)} in ${target}`,
              exchanges: [],
            })
        }
      }
    }
  }
  return unmet
}
