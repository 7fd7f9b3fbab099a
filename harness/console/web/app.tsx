import { ClassView } from './class/overview.tsx'
import { CrmColumn } from './crm/column.tsx'
import { Card } from './desk/card.tsx'
import { DeskColumn } from './desk/column.tsx'
import { Hood } from './hood/hood.tsx'
import { words } from './i18n/index.ts'
import { Strip } from './lanes/strip.tsx'
import { ScenarioBar } from './scenario/bar.tsx'
import { Header } from './shell/header.tsx'
import { Spoken, Troubles } from './shell/live.tsx'
import { Toolbar } from './shell/toolbar.tsx'
import { connection, desk } from './state/desk.ts'
import { route } from './state/route.ts'
import { Button } from './ui/button.tsx'

export function App() {
  // Who is not the trainer has no class to see.
  const view = route.value.view === 'class' && desk.value?.baseline === false ? 'desk' : route.value.view
  return (
    <div class={`app view-${view}`}>
      <Header />
      {desk.value ? (
        <>
          {view !== 'class' && <Toolbar />}
          {view !== 'class' && desk.value.scenario && <ScenarioBar scenario={desk.value.scenario} />}
          <main id="main" tabIndex={-1} aria-label={{ desk: words.value.shell.desk, hood: words.value.shell.hood, class: words.value.shell.class }[view]}>
            {view === 'desk' && (
              <div class="columns">
                <DeskColumn />
                <Card />
                <CrmColumn />
              </div>
            )}
            {view === 'hood' && <Hood />}
            {view === 'class' && <ClassView />}
          </main>
          {view === 'desk' && <Strip />}
        </>
      ) : (
        <main id="main" class="waiting">
          <Waiting />
        </main>
      )}
      <Troubles />
      <Spoken />
    </div>
  )
}

function Waiting() {
  const { shell } = words.value
  if (connection.value !== 'gone') return <p>{connection.value === 'lost' ? shell.lost : shell.connecting}</p>
  return (
    <div>
      <p>{shell.gone}</p>
      <Button kind="primary" testId="reopen" onPress={() => location.reload()}>
        {shell.reopen}
      </Button>
    </div>
  )
}
