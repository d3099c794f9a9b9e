import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { KNOWN_VARIABLES, readConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs nothing at all', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: 'recourse.sqlite',
      admins: [],
    })
  })

  it('takes an empty value for an absent one', () => {
    expect(readConfig({ MODEL: '', PORT: ' ' })).not.toHaveProperty('model')
  })

  it('reports every problem at once, each with what to do', () => {
    const problems = problemsOf({
      MODEL: 'gemma',
      PORT: 'x',
      STATE_URL: 'http://a',
      LOG_LEVEL: 'loud',
      WEB_TOKEN: 'short',
    })
    expect(problems.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['MODEL', 'PORT', 'STATE_URL', 'LOG_LEVEL', 'WEB_TOKEN']),
    )
    for (const line of problems) expect(line).toMatch(/: (give|use) .*\.$/)
  })

  it('never repeats a value, since it may be a secret', () => {
    expect(problemsOf({ WEB_TOKEN: 'hunter2', PSEUDONYM_KEY: 'hunter2' }).join()).not.toContain('hunter2')
  })

  it('opens the console to other machines only with a token', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('WEB_TOKEN')])
    expect(problemsOf({ HOST: '0.0.0.0', WEB_TOKEN: 'a-long-enough-token' })).toEqual([])
    expect(problemsOf({ HOST: 'localhost' })).toEqual([])
  })

  it('reads the admins with and without a platform', () => {
    expect(readConfig({ ADMINS: 'U1, slack:U2,,web:ana ' }).admins).toEqual(['U1', 'slack:U2', 'web:ana'])
  })
})

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

  it('explains every variable that is read, and no other', () => {
    const explained = [...text.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => match[1])
    expect([...explained].sort()).toEqual([...KNOWN_VARIABLES].sort())
  })
})
