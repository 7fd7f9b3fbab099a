import { render } from 'preact'

render(<h1>Rehearsal</h1>, document.body)
