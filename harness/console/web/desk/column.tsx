import { words } from '../i18n/index.ts'
import { agent, agents, chosenInteraction, desk, interaction } from '../state/desk.ts'
import { chosenAgent } from '../state/preferences.ts'
import { beginnings } from '../state/verbs.ts'
import { Choice } from '../ui/fields.tsx'
import { InteractionPanel } from './interaction.tsx'
import { StartPanel } from './start.tsx'

/** What the agent has: new interactions, and those that are under way. */
export function DeskColumn() {
  const { desk: w } = words.value
  const view = desk.value
  if (!view) return null
  const chosen = interaction.value?.id
  return (
    <section class="column" aria-labelledby="desk-title">
      <header class="column-head">
        <h2 id="desk-title">{w.title}</h2>
        <Choice
          hidden
          label={w.agent}
          value={agent.value}
          options={agents.value.map((name) => ({ value: name, text: name }))}
          onValue={(name) => {
            chosenAgent.value = name
          }}
          name="agent"
        />
      </header>
      {!view.scenario && <StartPanel cast={view.cast} begins={beginnings(view.configuration.flow)} open={view.interactions.length === 0} />}
      {view.interactions.length === 0 && !view.scenario && <p class="faint nothing">{w.empty}</p>}
      {view.interactions.map((one) => (
        <InteractionPanel
          key={one.id}
          interaction={one}
          cast={view.cast}
          chosen={one.id === chosen}
          onChoose={() => {
            chosenInteraction.value = one.id
          }}
        />
      ))}
    </section>
  )
}
