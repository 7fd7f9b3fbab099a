import { placeholdersIn } from '../../webex/spoken.ts'
import { callRule } from './call.ts'
import { webexPage } from './sources.ts'

export const popOnAnswer = callRule(
  'webex/pop-on-answer',
  'When the agent answers, and not before, the case that was found or a form for a new one pops in a new browser tab.',
  webexPage('R080'),
  ({ pops, answers: [answered], own: asked, did, crm }, find) => {
    const own = asked.at(-1)
    const form = crm === 'zendesk' ? 'ticket' : 'incident'
    const found = own?.found[0]
    const failed = did('requested', 'main').some(({ status }) => status === 0 || status >= 400)
    if (answered !== undefined && !pops.some(({ process }) => process === 'AgentContactAssigned'))
      find({
        at: answered,
        expected: found ? `the case ${found} to pop` : 'a form for a new case to pop',
        happened: 'nothing popped when the agent answered',
        exchanges: [],
      })
    for (const { at, url, activity, process, target, type, id, status } of pops) {
      const wrong = (expected: string, what: string, exchanges: number[] = []) => find({ at, expected, happened: `${activity} ${what}: ${url}`, exchanges })
      if (process !== 'AgentContactAssigned') wrong('the pop when the agent answers', `popped in ${process}`)
      if (target !== 'newBrowserTab') wrong('a new browser tab', target === '' ? 'did not say where it opens' : `opened it in "${target}"`)
      if (id !== undefined && placeholdersIn(id).length > 0) wrong('a record, or a form for a new one', 'popped no record')
      else if (found !== undefined && !failed && id !== found)
        wrong(
          `the case ${found}, which the caller heard of`,
          id === undefined ? 'popped a form for a new one' : 'popped another record',
          own ? [own.exchange.id] : [],
        )
      else if (found === undefined && id !== undefined) wrong("a form for a new case: no case is known to be the caller's", 'popped a record')
      else if (id === undefined && type !== form) wrong('a form for a new case', type === 'page' ? 'popped another page' : `popped a form for a new ${type}`)
      else if (status !== undefined && status >= 400) wrong('a page that is there', `popped a page that was answered ${status}`)
    }
  },
)
