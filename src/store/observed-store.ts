import { StoreError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Store } from './store.ts'

interface ObserverOptions {
  readonly metrics: Pick<Metrics, 'storeUsed'>
  readonly logger: Pick<Logger, 'trace'>
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
}

/** A store whose operations are counted and, at the level `trace`, noted in the log. */
export function observedStore(store: Store, options: ObserverOptions): Store {
  const { metrics, logger, timer = () => performance.now() } = options
  const observed = Object.entries(store).map(
    ([operation, run]: [string, (...given: unknown[]) => unknown]) => [
      operation,
      (...given: unknown[]) => {
        const started = timer()
        const result = run(...given)
        // What comes in pages has no single end; its reader paces it.
        if (!(result instanceof Promise)) return result
        const note = (failure?: string) => {
          const milliseconds = timer() - started
          metrics.storeUsed(milliseconds / 1000, failure)
          logger.trace(
            { operation, milliseconds: Math.round(milliseconds * 100) / 100, failure },
            'store used',
          )
        }
        result.then(
          () => note(),
          (error: unknown) => note(error instanceof StoreError ? error.code : 'internal'),
        )
        return result
      },
    ],
  )
  return Object.fromEntries(observed) as Store
}
