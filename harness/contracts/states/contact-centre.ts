// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sentences with named parameters, as pacts write them
import { columns, type State, text } from '../state.ts'

export const contactCentreStates: readonly State[] = [
  {
    says: 'the contact centre sends ${type}',
    parameters: {
      type: { says: 'an event type: com.nice.cxone.CallContactEvent', default: 'com.nice.cxone.CallContactEvent' },
      data: { says: 'members that its data must have: {"status": "Disconnected", "finalState": true}', default: {} },
    },
    arrange: ({ type, data }) => ({ message: { type: text(type), data: columns(data, 'data') } }),
  },
]
