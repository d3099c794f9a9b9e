import { createLoad, type Load } from '../../src/load/load.ts'
import { DEFAULT_LOAD, type LoadSettings } from '../../src/load/load-settings.ts'
import { silentLogger } from '../../src/logger.ts'

/** How much faster time passes for whoever waits, so that tests need not. */
const FASTER = 20

/** One call at a time, and a clock that runs fast. */
export function narrowLoad(settings: Partial<LoadSettings> = {}): Load {
  return createLoad({
    settings: { ...DEFAULT_LOAD, callsAtOnce: { otherwise: 1, of: {} }, ...settings },
    logger: silentLogger,
    timer: () => performance.now() * FASTER,
    later(milliseconds, work) {
      const due = setTimeout(work, milliseconds / FASTER)
      return () => clearTimeout(due)
    },
  })
}

/** One request a minute for each person. */
export const ONE_A_MINUTE: Partial<LoadSettings> = {
  limits: { person: 1, workspace: undefined, tokens: undefined },
}
