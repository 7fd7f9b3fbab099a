import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../mocks/core/nearest.ts'

describe('the nearest right name', () => {
  it('is found through a slip of the finger, another case and other punctuation', () => {
    const known = ['telephone1', 'emailaddress1', 'fullname', 'agent.finishesAcw']
    expect(nearest('telefone1', known)).toBe('telephone1')
    expect(nearest('FullName', known)).toBe('fullname')
    expect(nearest('agent.finishes_acw', known)).toBe('agent.finishesAcw')
    expect(nearest('emialaddress1', known)).toBe('emailaddress1')
  })

  it('is silent when nothing is near', () => {
    expect(didYouMean('xyz', ['telephone1'])).toBe('')
    expect(didYouMean('anything', [])).toBe('')
  })

  it('finds a known name behind any single edit', () => {
    const known = ['description', 'jobtitle', 'telephone1']
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (name, at, how) => {
        const i = at % (name.length - 1)
        const slip =
          how === 'drop'
            ? name.slice(0, i) + name.slice(i + 1)
            : how === 'double'
              ? name.slice(0, i) + name[i] + name.slice(i)
              : name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2)
        expect(nearest(slip, known)).toBe(name)
      }),
    )
  })
})
