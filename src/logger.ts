import { type DestinationStream, type Logger, pino } from 'pino'
import { lineRedaction, redacted } from './log-redaction.ts'
import { logFields } from './log-scope.ts'

export type { DestinationStream, Logger }

/**
 * A structured log on standard error; standard output belongs to results. User text and secrets are cut out: by the
 * name under which they are logged, however deep, and secrets also by what they are. A line carries the exchange and
 * the platform in whose course it is written.
 */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination(2),
  /** Tokens, keys and passwords of this process. */
  secrets: readonly string[] = [],
): Logger {
  return pino(
    {
      level,
      mixin: logFields,
      formatters: { log: redacted },
      // Pino would else serialise errors by itself, messages and all.
      serializers: { err: (error: unknown) => error },
      hooks: {
        streamWrite: lineRedaction(secrets),
        // Without words of the caller's own pino would take those of the error.
        logMethod(args, method) {
          const [logged, ...words] = args as unknown[]
          const speaks = typeof words[0] === 'string' || typeof logged === 'string'
          method.apply(this, speaks ? args : [logged, 'something broke'])
        },
      },
    },
    destination,
  )
}

export const silentLogger: Logger = pino({ level: 'silent' })
