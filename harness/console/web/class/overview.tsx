import { useState } from 'preact/hooks'
import type { DeskRow, DesksCommand } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { copy } from '../state/clipboard.ts'
import { desk, rows } from '../state/desk.ts'
import { ask } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { DeskClock } from './desk-clock.tsx'

const linkTo = (world: string): string => {
  const url = new URL(location.href)
  url.hash = ''
  url.searchParams.set('world', world)
  return url.href
}

async function command(wanted: DesksCommand): Promise<boolean> {
  const answer = await ask<{ desks: DeskRow[] }>('/_sim/desks', wanted)
  if (answer) rows.value = answer.desks
  return answer !== undefined
}

/** All desks at once, for the trainer: who is where, and what to do with one or all. */
export function ClassView() {
  const { class: w } = words.value
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [by, setBy] = useState('5m')
  const [names, setNames] = useState('')
  const [asked, setAsked] = useState<'resets' | 'closes'>()
  const desks = rows.value.toSorted((a, b) => Number(b.baseline) - Number(a.baseline) || a.world.localeCompare(b.world))
  const mine = desk.value?.world
  const picked = desks.filter(({ world }) => chosen.has(world)).map(({ world }) => world)
  const worlds = picked.length > 0 ? picked : ('all' as const)
  const toggle = (world: string) => {
    const next = new Set(chosen)
    if (!next.delete(world)) next.add(world)
    setChosen(next)
  }
  const open = async () => {
    const wanted = names.split(/[,\s]+/).filter(Boolean)
    if (wanted.length > 0 && (await command({ do: 'opens', worlds: wanted }))) setNames('')
  }
  return (
    <div class="class">
      <header class="class-head">
        <div>
          <h2>{w.title}</h2>
          <p class="faint">{w.says}</p>
        </div>
        <div class="class-open">
          <TextField label={w.open} hint={w.names} placeholder={w.namesExample} value={names} onValue={setNames} onEnter={open} name="names" />
          <Button kind="primary" onPress={open} disabled={names.trim() === ''} testId="opens">
            {w.open}
          </Button>
        </div>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar, not a form's part */}
      <div class="class-actions" role="group" aria-label={w.all}>
        <span class="faint">{picked.length > 0 ? w.chosen(picked.length, desks.length) : w.all}</span>
        <div class="buttons">
          <Button icon="play" onPress={() => command({ do: 'plays', worlds, scale: 1 })}>
            {w.play}
          </Button>
          <Button icon="pause" onPress={() => command({ do: 'pauses', worlds })}>
            {w.pause}
          </Button>
          <TextField label={w.by} value={by} onValue={setBy} onEnter={() => command({ do: 'advances', worlds, by })} name="by" />
          <Button icon="step" onPress={() => command({ do: 'advances', worlds, by })} testId="advances">
            {w.advance}
          </Button>
          <Button onPress={() => setAsked('resets')} testId="resets">
            {w.reset}
          </Button>
          <Button disabled={picked.length === 0} onPress={() => setAsked('closes')} testId="closes">
            {w.remove}
          </Button>
        </div>
      </div>
      {desks.length <= 1 && <p class="faint nothing">{w.none}</p>}
      <ul class="desks">
        {desks.map((row) => (
          <DeskCard key={row.world} row={row} mine={row.world === mine} chosen={chosen.has(row.world)} onChoose={() => toggle(row.world)} />
        ))}
      </ul>
      {asked && (
        <Confirm
          title={words.value.hood.sure(asked === 'resets' ? w.reset : w.remove)}
          says={worlds === 'all' ? w.all : worlds.join(', ')}
          action={asked === 'resets' ? w.reset : w.remove}
          onYes={() => command({ do: asked, worlds })}
          onNo={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

function DeskCard({ row, mine, chosen, onChoose }: { row: DeskRow; mine: boolean; chosen: boolean; onChoose(): void }) {
  const { class: w, crm, desk: words_, findings, hood, scenario } = words.value
  const [copied, setCopied] = useState(false)
  return (
    <li class={`desk-card${row.findings > 0 ? ' found' : ''}${chosen ? ' chosen' : ''}`} data-world={row.world}>
      <div class="desk-card-head">
        <input type="checkbox" aria-label={w.choose(row.world)} checked={chosen} onChange={onChoose} />
        <h3>{row.world}</h3>
        {row.baseline && <span class="tag mark">{w.trainer}</span>}
        {mine && <span class="tag">{w.you}</span>}
        <span class="grow" />
        <DeskClock clock={row.clock} />
      </div>
      <p class="faint desk-facts">
        <span>{crm.names[row.crm]}</span>
        <span>
          {words.value.token.title}: {w.tokens[row.token]}
        </span>
        {row.faults > 0 && <span class="bad strong">{hood.faultsOn(row.faults)}</span>}
      </p>
      {row.scenario && (
        <p lang="en">
          {row.scenario.title}{' '}
          <span class={`tag ${row.scenario.held === undefined ? 'mark' : row.scenario.held ? 'good' : 'bad'}`}>
            {scenario.step(row.scenario.step, row.scenario.steps)}
          </span>
        </p>
      )}
      {row.open.length === 0 ? (
        <p class="faint">{w.idle}</p>
      ) : (
        <ul class="open-interactions">
          {row.open.map((one) => (
            <li key={`${one.media} ${one.customer} ${one.phase} ${one.agent ?? ''}`}>
              <Icon name={one.media === 'voice' ? 'voice' : 'chat'} /> {one.customer} <span class="phase live">{words_.phases[one.phase] ?? one.phase}</span>{' '}
              {one.agent && <span class="faint">{one.agent}</span>}
            </li>
          ))}
        </ul>
      )}
      <p class="desk-counts">
        <span>{w.interactions(row.interactions)}</span>
        <span>{w.memorialized(row.memorialized)}</span>
        <span>{w.exchanges(row.exchanges)}</span>
        <span class={row.findings > 0 ? 'bad strong' : 'faint'}>{findings.count(row.findings)}</span>
      </p>
      <div class="buttons">
        <a class="button small" href={row.baseline ? '/' : linkTo(row.world)}>
          {w.visit}
        </a>
        <Button
          small
          icon={copied ? 'check' : 'copy'}
          onPress={async () => {
            await copy(linkTo(row.world))
            setCopied(true)
          }}
        >
          {copied ? words.value.shell.copied : w.copyLink}
        </Button>
      </div>
    </li>
  )
}
