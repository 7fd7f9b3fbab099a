import { type Call, Refusal, type Reply, type World } from '../core/index.ts'
import { errorPage } from './pages.ts'
import { errorFields } from './redirect.ts'
import { settingsOf } from './settings.ts'

/** What a page refuses is for the person before it: another page. */
export const forPeople =
  (run: (call: Call, world: World) => Reply) =>
  (call: Call, world: World): Reply => {
    try {
      return run(call, world)
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.problem === 'not-imitated') throw error
      return errorPage(errorFields(error.problem, call, world).error_description, settingsOf(world).errorPageStatus)
    }
  }
