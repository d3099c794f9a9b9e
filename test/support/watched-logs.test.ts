import { describe, expect, it } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { LogWatch, logWatch, watchedLogger } from './watched-logs.ts'

function watching() {
  const problems: string[] = []
  const watch = new LogWatch((problem) => problems.push(problem))
  return { problems, watch, log: createLogger('trace', { write: (line: string) => watch.look(line) }) }
}

describe('the watch over the logs of the suite', () => {
  it('finds what was planted, in the words or in a value, as JSON writes it', () => {
    const { problems, watch, log } = watching()
    watch.plant('say "hello" to the sea', 'xyz-token-of-somebody')
    log.trace('all is well')
    expect(problems).toEqual([])
    log.trace({ inner: { other: 'it was: say "hello" to the sea' } }, 'one')
    log.trace('a xyz-token-of-somebody was seen')
    expect(problems).toHaveLength(2)
  })

  it('finds what was planted only after it was logged', () => {
    const { problems, watch, log } = watching()
    log.info('somebody asked how deep the sea is')
    watch.plant('how deep the sea is')
    expect(problems).toEqual([expect.stringContaining('somebody asked')])
  })

  it('takes no single word of everyday for what somebody wrote', () => {
    const { problems, watch, log } = watching()
    watch.plant('done', 'exchange')
    log.info({ exchange: 'x' }, 'done')
    expect(problems).toEqual([])
  })

  it('looks at the logger that the tests use, at its finest level', () => {
    const before = logWatch.read
    watchedLogger.trace({ exchange: 'x' }, 'looked at')
    expect(logWatch.read).toBe(before + 1)
  })
})
