import { render } from 'preact'
import { App } from './app.tsx'
import { followKeys } from './shell/keys.ts'
import { connect } from './state/desk.ts'
import './style/tokens.css'
import './style/base.css'
import './style/controls.css'
import './style/dialog.css'
import './style/shell.css'
import './style/toolbar.css'
import './style/scenario.css'
import './style/desk.css'
import './style/chat.css'
import './style/card.css'
import './style/crm.css'
import './style/findings.css'
import './style/strip.css'
import './style/hood.css'
import './style/class.css'
import './style/forced.css'

render(<App />, document.body)
followKeys()
connect()
