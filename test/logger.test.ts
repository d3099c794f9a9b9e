import { describe, expect, it } from 'vitest'
import { createLogger } from '../src/logger.ts'

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  write(createLogger('trace', { write: (line: string) => lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('holds what is told about an exchange', () => {
    expect(logged((log) => log.info({ exchange: 'x', outcome: 'answered' }, 'done'))).toContain(
      '"outcome":"answered"',
    )
  })

  it.each(['apiKey', 'token', 'authorization', 'password', 'prompt', 'text', 'completion', 'reply'])(
    'cuts out %s at the top and one level down',
    (name) => {
      const line = logged((log) => log.info({ [name]: 'planted', inner: { [name]: 'planted' } }, 'done'))
      expect(line).toContain('[cut]')
      expect(line).not.toContain('planted')
    },
  )

  it('names an error by type, code and place, but never by its message, which may quote a user', () => {
    const error = Object.assign(new TypeError('planted'), {
      code: 'bad',
      request: { headers: { key: 'planted' } },
    })
    const line = logged((log) => log.error({ err: error }, 'broke'))
    expect(line).toContain('"type":"TypeError"')
    expect(line).toContain('"code":"bad"')
    expect(line).toContain('logger.test.ts')
    expect(line).not.toContain('planted')
  })
})
