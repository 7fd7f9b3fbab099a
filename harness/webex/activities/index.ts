import type { ActivityKind } from '../here.ts'
import { caseStatement } from './case-statement.ts'
import { collectDigits } from './collect-digits.ts'
import { condition } from './condition.ts'
import { disconnect } from './disconnect.ts'
import { httpRequest } from './http-request.ts'
import { menu } from './menu.ts'
import { parse } from './parse.ts'
import { playMessage } from './play-message.ts'
import { playMusic } from './play-music.ts'
import { queueContact } from './queue-contact.ts'
import { screenPop } from './screen-pop.ts'
import { setVariable } from './set-variable.ts'
import { startMediaStream } from './start-media-stream.ts'
import { wait } from './wait.ts'

const goOn: ActivityKind = () => 'out'
const endOfPath: ActivityKind = ({ tell }) => {
  tell({ did: 'ended' })
  return undefined
}

/** Every activity that is imitated, by its name in exports. */
export const activities: Readonly<Record<string, ActivityKind>> = {
  start: goOn,
  event: goOn,
  end: endOfPath,
  'set-variable': setVariable,
  'play-message': playMessage,
  'play-music': playMusic,
  'ivr-menu': menu,
  'ivr-collectdigits': collectDigits,
  'http-request-v2': httpRequest,
  'parse-activity': parse,
  'condition-activity': condition,
  'case-statement': caseStatement,
  'queue-contact': queueContact,
  'screen-pop': screenPop,
  'disconnect-contact': disconnect,
  'start-media-stream': startMediaStream,
  'wait-activity': wait,
}
