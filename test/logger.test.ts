import { describe, expect, it } from 'vitest'
import { type Config, KNOWN_VARIABLES, readConfig } from '../src/config.ts'
import { createLogger } from '../src/logger.ts'
import { secretsOf } from '../src/secrets.ts'

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

  it('cuts names out however deep they stand, and whatever they are called before', () => {
    const planted = { planted: 'planted' }
    const line = logged((log) =>
      log.info(
        {
          a: { b: [{ botToken: 'planted', user_name: 'planted', headers: { 'x-api-key': 'planted' } }] },
          c: new Map([['password', 'planted']]),
          d: { e: { f: { g: { h: { i: planted } } } } },
          bytes: Buffer.from('planted'),
          none: undefined,
          kept: [1, 'two', null, true, 3n],
        },
        'done',
      ),
    )
    expect(line).not.toMatch(/planted|112,108/)
    expect(line).toContain('"kept":[1,"two",null,true,"3"]')
  })

  it('takes no line of a message for a place, however it is written', () => {
    const told = new Error(
      'first\n    at planted (file:///planted/a.ts:1:1)\n    at file:///planted/b.ts:2:2',
    )
    expect(logged((log) => log.error({ err: told }, 'broke'))).not.toContain('planted')
    const changed = new Error('    at planted (file:///planted/a.ts:1:1)')
    changed.message = 'another'
    expect(logged((log) => log.error({ err: changed }, 'broke'))).not.toContain('planted')
    for (const thrown of ['planted', { message: 'planted' }, ['planted'], Symbol('planted')])
      expect(logged((log) => log.error({ err: thrown }, 'broke'))).not.toContain('planted')
    const alone = logged((log) => {
      log.error(new Error('planted'))
      log.error({ err: new Error('planted') })
    })
    expect(alone).toContain('logger.test.ts')
    expect(alone).not.toContain('planted')
    expect(logged((log) => log.error({ inner: new Error('planted') }, 'broke'))).not.toContain('planted')
  })

  it('cuts a secret out wherever it stands, also in words of ours and as a part of something', () => {
    const secret = 'planted"secret\\of/this'
    const lines: string[] = []
    const log = createLogger('trace', { write: (line: string) => lines.push(line) }, [secret, 'short'])
    log.info({ place: `db:${secret}@host`, list: [secret] }, `with ${secret}, and a shortcut`)
    log.child({ bound: secret }).warn('child')
    expect(lines.join('')).not.toMatch(/planted|of\/this/)
    expect(lines.join('')).toContain('a shortcut')
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
  })

  it.each([
    'xoxb-1234-planted-planted',
    'xoxe.xoxp-1-planted',
    'xapp-1-A1-planted',
    'sk-proj-plantedplantedplanted',
    'gsk_plantedplantedplantedplanted',
    'Bearer planted.planted',
    'postgres://user:planted@db/x',
    'redis://:planted@db',
    'https://discord.com/api/webhooks/123456/plantedplantedplantedplanted',
  ])('cuts out what looks like a secret: %s', (secret) => {
    const line = logged((log) => log.info({ place: `at ${secret}` }, `failed at ${secret}`))
    expect(line).not.toContain('planted')
    expect(() => JSON.parse(line)).not.toThrow()
  })
})

describe('what is secret of a configuration', () => {
  it('is every token and key, and the passwords of its URLs', () => {
    const given = {
      SLACK_BOT_TOKEN: 'xoxb-planted-1',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      DISCORD_TOKEN: 'planted.planted.2',
      COHERE_API_KEY: 'planted-3',
      GROQ_API_KEY: 'planted-4',
      OPENAI_API_KEY: 'planted-5',
      WEB_TOKEN: 'planted-planted-6',
      PSEUDONYM_KEY: 'planted-planted-7',
    }
    const urls = {
      DATABASE_URL: 'postgres://user:planted%2F8@db/x',
      STATE_URL: 'redis://:planted-9@db',
      OPENAI_BASE_URL: 'https://user:planted-10@proxy/v1',
    }
    const secrets = secretsOf(readConfig({ ...given, ...urls, MODEL: 'ollama:x' }))
    expect(secrets).toEqual(expect.arrayContaining(Object.values(given)))
    expect(secrets).toEqual(expect.arrayContaining(['planted%2F8', 'planted/8', 'planted-9', 'planted-10']))
    expect(secrets).toHaveLength(Object.keys(given).length + 4)
  })

  it('is every key that was in use before', () => {
    const before = ['planted-planted-11', 'planted-planted-12']
    const sealed = ['e'.repeat(32), 'f'.repeat(32)]
    const config = readConfig({
      PSEUDONYM_KEY_BEFORE: before.join(','),
      ENCRYPTION_KEY_BEFORE: sealed.join(','),
    })
    expect(secretsOf(config)).toEqual(expect.arrayContaining([...before, ...sealed]))
  })

  it('is every variable whose name says so, also one that is new', () => {
    const config = readConfig({}) as unknown as Record<string, unknown>
    for (const name of KNOWN_VARIABLES.filter((variable) => /_(TOKEN|KEY|SECRET)$/.test(variable))) {
      const field = name.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
      expect(secretsOf({ ...config, [field]: 'planted' } as unknown as Config), name).toContain('planted')
    }
  })
})
