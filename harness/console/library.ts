import { basename } from 'node:path'
import { hostDelay } from '../../mocks/core/clock.ts'
import { ControlError } from '../../mocks/core/control/answers.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { DemoCredentials } from '../demo.ts'
import { renderComplaint } from '../documents/complaint.ts'
import { isAboutConfiguration } from '../play/checked.ts'
import { PlayError, playConfiguration } from '../play/world.ts'
import { type Crm, crms } from '../scenario/crm/words.ts'
import { packagedScenarios, type ScenarioFile, scenariosIn } from '../scenario/library.ts'
import { isScenario, loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { configurationFilesIn } from '../workflow-service/configurations.ts'
import { rowOf } from './desk/performance.ts'
import type { ScenarioRow } from './protocol.ts'

const INTEGRATION: Record<Crm, CrmConfiguration['integrationType']> = { dynamics: 'Microsoft Dynamics 365', zendesk: 'Zendesk' }

/** What desks play: the CRM configurations of free play, and the scenarios that come with the project. */
export interface Library {
  crms(): readonly Crm[]
  configurationFor(crm: Crm): { configuration: CrmConfiguration; name: string }
  scenarioFor(id: string, crm: Crm | undefined): { scenario: Scenario; crm: Crm; configuration: CrmConfiguration }
  scenarios(): Promise<ScenarioRow[]>
}

/** Files are read when they are first asked for. `paths`: as for the workflow service. */
export function createLibrary(credentials: DemoCredentials, paths: readonly string[] | undefined): Library {
  let configurations: ReturnType<typeof configurationFilesIn> | undefined
  let files: ScenarioFile[] | undefined
  let rows: Promise<ScenarioRow[]> | undefined
  const library = (): ScenarioFile[] => (files ??= scenariosIn(packagedScenarios()))

  /** What is about a configuration alone has nothing to show, and copies are for load. */
  const open = ({ file, root }: ScenarioFile): Scenario | undefined => {
    const scenario = loadScenario(file, root)
    return isScenario(scenario) && !isAboutConfiguration(scenario) && scenario.given.times === 1 ? scenario : undefined
  }
  const readAll = async (): Promise<ScenarioRow[]> => {
    const found: ScenarioRow[] = []
    for (const file of library()) {
      // Others have their turn while so many files are read.
      await hostDelay(0)
      const scenario = open(file)
      if (scenario) found.push(rowOf(scenario))
    }
    return found
  }

  const known = (crm: Crm) => {
    configurations ??= configurationFilesIn(paths, credentials)
    return configurations.find(({ configuration }) => configuration.integrationType === INTEGRATION[crm])
  }

  return {
    crms: () => crms.filter((crm) => known(crm) !== undefined),
    configurationFor(crm) {
      const found = known(crm)
      if (!found) throw new ControlError(404, `No configuration for ${INTEGRATION[crm]} was given.`, { expected: 'one in rehearsal up --configurations' })
      // As a saved play names it: support, of configurations/support.dynamics.yaml.
      return { configuration: found.configuration, name: basename(found.file).replace(/(\.(dynamics|zendesk))?\.ya?ml$/i, '') }
    },
    scenarioFor(id, wanted) {
      const file = library().find((one) => one.id === id)
      const scenario = file && open(file)
      if (!scenario) {
        const ids = library().map((one) => one.id)
        throw new ControlError(404, `There is no scenario "${id}" for a desk.${didYouMean(id, ids)}`, { expected: 'GET /_sim/desk/scenarios lists them' })
      }
      const crm = wanted ?? (scenario.crm[0] as Crm)
      if (!scenario.crm.includes(crm)) throw new ControlError(400, `The scenario "${id}" is not for ${crm}.`, { expected: scenario.crm.join(' or ') })
      try {
        return { scenario, crm, configuration: playConfiguration(scenario, crm, credentials) }
      } catch (error) {
        if (!(error instanceof PlayError)) throw error
        throw new ControlError(409, [error.message, ...error.complaints.map(renderComplaint)].join('\n'))
      }
    },
    scenarios: () => (rows ??= readAll()),
  }
}
