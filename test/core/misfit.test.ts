import { expect, it } from 'vitest'
import { z } from 'zod'
import { misfit } from '../../mocks/core/control/answers.ts'

const byCard = z.strictObject({ card: z.string(), until: z.string().optional() })
const byCash = z.strictObject({ cash: z.number().min(1) })
const schema = z.strictObject({ payments: z.array(z.union([z.string().min(1), byCash, byCard])) })
const told = (payment: unknown) => misfit(schema.safeParse({ payments: [payment] }).error as z.ZodError, schema)

it('names what is misspelt in one of several forms, at its place', () => {
  expect(told({ card: '1', untill: '2027' })).toBe('payments.0: Unrecognized key: "untill". Did you mean "until"?')
  expect(told({ carrd: '1' })).toBe('payments.0: Unrecognized key: "carrd". Did you mean "card"?')
})

it('takes no name for misspelt that another form knows', () => {
  expect(told({ cash: '1' })).toBe('payments.0: Invalid input')
  expect(told(7)).toBe('payments.0: Invalid input')
})
