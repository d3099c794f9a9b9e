import { type DestinationStream, type Logger, pino } from 'pino'
import { StoreError } from './errors.ts'
import { logFields } from './log-scope.ts'

export type { DestinationStream, Logger }

/** Keys whose values must never reach a log, wherever they stand in a logged object. */
const SECRET_KEYS = ['token', 'apiKey', 'authorization', 'password', 'cookie', 'key', 'secret']

/** User text is never logged; should a caller pass any by mistake under these names, it is cut out. */
const TEXT_KEYS = ['prompt', 'text', 'completion', 'content', 'messages', 'reply']

/**
 * A structured log on standard error; standard output belongs to results. Secrets and user text are
 * cut out by name, one level deep and at the top. A line carries the exchange and the platform in whose course it is
 * written.
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const names = [...SECRET_KEYS, ...TEXT_KEYS]
  return pino(
    {
      level,
      mixin: logFields,
      redact: { paths: [...names, ...names.map((name) => `*.${name}`)], censor: '[cut]' },
      // Serialised errors carry stacks but not the objects SDKs hang on them, which can hold requests and keys.
      serializers: { err: errorForLog },
    },
    destination,
  )
}

export const silentLogger: Logger = pino({ level: 'silent' })

function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  // What our own store says is fit for a log: it names no user's text and no secret.
  const message = error instanceof StoreError ? { message: error.message } : {}
  const isTold = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
  const code = isTold ? { code: error.code } : {}
  return { type: error.name, ...code, ...message, stack: stackWithoutMessage(error) }
}

/** A message may quote what a user wrote; the frames below it cannot. */
function stackWithoutMessage(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}
