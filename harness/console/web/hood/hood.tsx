import { useEffect } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { loadAll } from '../state/exchanges.ts'
import { ExchangeDetails } from './details.tsx'
import { ExchangeList } from './list.tsx'
import { Switches } from './switches.tsx'

/** For developers: exchanges as they are, what goes wrong, and the state of the World. */
export function Hood() {
  useEffect(() => {
    loadAll()
  }, [])
  return (
    <div class="hood">
      <section class="column switches" aria-label={words.value.hood.faults}>
        <Switches />
      </section>
      <ExchangeList />
      <ExchangeDetails />
    </div>
  )
}
