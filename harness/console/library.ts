import { ControlError } from '../../mocks/core/control-answers.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { DemoCredentials } from '../demo.ts'
import { renderComplaint } from '../documents/complaint.ts'
import { isAboutConfiguration } from '../play-checked.ts'
import { PlayError, playConfiguration } from '../play-world.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { packagedScenarios, scenariosIn } from '../scenario/library.ts'
import { isScenario, loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { configurationsIn } from '../workflow-service/configurations.ts'
import { rowOf } from './desk/performance.ts'
import type { ScenarioRow } from './protocol.ts'

const INTEGRATION: Record<Crm, CrmConfiguration['integrationType']> = { dynamics: 'Microsoft Dynamics 365', zendesk: 'Zendesk' }

/** What desks play: the CRM configurations of free play, and the scenarios that come with the project. */
export interface Library {
  configurationFor(crm: Crm): { configuration: CrmConfiguration; name: string }
  scenarioFor(id: string, crm: Crm | undefined): { scenario: Scenario; crm: Crm; configuration: CrmConfiguration }
  scenarios(): ScenarioRow[]
}

/** Files are read when they are first asked for. `paths`: as for the workflow service. */
export function createLibrary(credentials: DemoCredentials, paths: readonly string[] | undefined): Library {
  let configurations: CrmConfiguration[] | undefined
  let scenarios: Map<string, Scenario> | undefined

  const all = (): Map<string, Scenario> =>
    (scenarios ??= new Map(
      scenariosIn(packagedScenarios())
        .map(({ file, root }) => loadScenario(file, root))
        .filter(isScenario)
        // What is about a configuration alone has nothing to show, and copies are for load.
        .filter((scenario) => !isAboutConfiguration(scenario) && scenario.given.times === 1)
        .map((scenario) => [scenario.id, scenario]),
    ))

  return {
    configurationFor(crm) {
      configurations ??= configurationsIn(paths, credentials)
      const configuration = configurations.find(({ integrationType }) => integrationType === INTEGRATION[crm])
      if (!configuration)
        throw new ControlError(404, `No configuration for ${INTEGRATION[crm]} was given.`, { expected: 'one in rehearsal up --configurations' })
      return { configuration, name: configuration.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') }
    },
    scenarioFor(id, wanted) {
      const scenario = all().get(id)
      if (!scenario)
        throw new ControlError(404, `There is no scenario "${id}".${didYouMean(id, all().keys())}`, { expected: 'GET /_sim/desk/scenarios lists them' })
      const crm = wanted ?? (scenario.crm[0] as Crm)
      if (!scenario.crm.includes(crm)) throw new ControlError(400, `The scenario "${id}" is not for ${crm}.`, { expected: scenario.crm.join(' or ') })
      try {
        return { scenario, crm, configuration: playConfiguration(scenario, crm, credentials) }
      } catch (error) {
        if (!(error instanceof PlayError)) throw error
        throw new ControlError(409, [error.message, ...error.complaints.map(renderComplaint)].join('\n'))
      }
    },
    scenarios: () => [...all().values()].map(rowOf),
  }
}
