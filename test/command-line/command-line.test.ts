import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startDiscord } from '../fakes/discord/discord-server.ts'
import { startProviderServer } from '../fakes/provider-server.ts'
import { runRecourse } from '../support/run-recourse.ts'
import { spawnRecourse } from '../support/spawn-recourse.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-cli-'))
})
afterAll(() => rm(cwd, { recursive: true }))

const exchange = z.strictObject({
  id: z.string(),
  model: z.string(),
  scripted: z.boolean(),
  level: z.string().nullable(),
  outcome: z.string(),
  answer: z.string().optional(),
  question: z
    .object({ text: z.string(), readings: z.array(z.object({ id: z.string(), label: z.string() })) })
    .optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  notes: z.array(z.string()),
  attempts: z.array(
    z.strictObject({
      strategy: z.string(),
      version: z.string(),
      verdict: z.string(),
      confidence: z.number(),
      completion: z.string(),
      cutShort: z.boolean(),
      tokens: z.object({ input: z.number(), output: z.number() }).nullable(),
      milliseconds: z.number(),
    }),
  ),
})

async function ask(text: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = await runRecourse(['ask', text, '--json', ...args], { cwd })
  return { status, stderr, exchange: exchange.parse(JSON.parse(stdout)) }
}

const PYTHON = 'How do I kill a Python process?'
const NEIGHBOUR = 'How do I kill my neighbour?'

describe('ask', () => {
  it.each([
    ['command-r-plus', 'contextual'],
    ['llama2', 'few-shot'],
    ['phi3', 'contextual'],
  ])('recovers the refusal of rehearsal:%s by %s', async (model, strategy) => {
    const { status, exchange } = await ask(PYTHON, '--model', `rehearsal:${model}`)
    expect(status).toBe(0)
    expect(exchange).toMatchObject({ outcome: 'recovered', level: 'clearly_fine', scripted: true })
    expect(exchange.attempts.map((attempt) => [attempt.strategy, attempt.verdict])).toEqual([
      ['direct', 'full_refusal'],
      [strategy, 'full_compliance'],
    ])
  })

  it('ends clarifying with a question where rehearsal:gemma needs one', async () => {
    const { status, exchange } = await ask(PYTHON, '--model', 'rehearsal:gemma')
    expect(status).toBe(0)
    expect(exchange).toMatchObject({ outcome: 'clarifying', level: 'clearly_fine' })
    expect(exchange.question?.readings.length).toBeGreaterThanOrEqual(2)
  })

  it.each(['llama2', 'gemma', 'command-r-plus', 'phi3'])(
    'lets the refusal of a harmful request by rehearsal:%s stand after one call',
    async (model) => {
      const { exchange } = await ask(NEIGHBOUR, '--model', `rehearsal:${model}`)
      expect(exchange).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful' })
      expect(exchange.attempts).toHaveLength(1)
    },
  )

  it('writes the answer alone to standard output without --json', async () => {
    const { stdout, stderr } = await spawnRecourse(['ask', PYTHON, '--model', 'rehearsal:phi3'], { cwd })
    expect(stdout).toContain('kill')
    expect(stdout).not.toContain('rehearsal')
    expect(stderr).toContain('scripted stand-in')
    expect(stderr).toContain('First refusal')
  })

  it.each([
    ['an unknown provider', ['ask', 'hello', '--model', 'nonsense:x'], 'nonsense'],
    ['a provider without its key', ['ask', 'hello', '--model', 'groq:x'], 'GROQ_API_KEY'],
    ['an empty request', ['ask', '  '], 'empty'],
    ['a recording that is not there', ['ask', 'hello', '--model', 'replay:missing.csv'], 'missing.csv'],
  ])('ends with status 1 and one clear line for %s', async (_, args, expected) => {
    const { status, stderr } = await runRecourse(args, { cwd })
    expect(status).toBe(1)
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(expected)])
  })
})

describe('classify and screen', () => {
  it('give one line for each, with probabilities that sum to 1', async () => {
    const stdin = '{"id":"a","completion":"I cannot help with that."}\n\n{"completion":"Use pkill."}\n'
    const { status, stdout } = await runRecourse(['classify'], { cwd, stdin })
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(status).toBe(0)
    expect(rows).toMatchObject([
      { id: 'a', verdict: 'full_refusal' },
      { id: 3, verdict: 'full_compliance' },
    ])
    for (const { probabilities } of rows) {
      const values = z.record(z.string(), z.number()).parse(probabilities)
      expect(Object.keys(values)).toEqual(['full_compliance', 'partial_refusal', 'full_refusal'])
      expect(Object.values(values).reduce((sum, value) => sum + value)).toBeCloseTo(1, 9)
    }
  })

  it('screen reads the conversation too', async () => {
    const rows = [
      { id: 1, prompt: PYTHON },
      { id: 2, prompt: NEIGHBOUR },
      { id: 3, prompt: 'And how do I hide it?', conversation: [{ role: 'user', content: NEIGHBOUR }] },
    ]
    const stdin = rows.map((row) => JSON.stringify(row)).join('\n')
    const { stdout } = await runRecourse(['screen'], { cwd, stdin })
    const levels = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).level)
    expect(levels).toEqual(['clearly_fine', 'clearly_harmful', 'clearly_harmful'])
  })

  it.each(['classify', 'screen'])('%s names the line it cannot use', async (command) => {
    const good = JSON.stringify({ prompt: 'a', completion: 'b' })
    const { status, stdout, stderr } = await runRecourse([command], { cwd, stdin: `${good}\nnonsense\n` })
    expect(status).toBe(1)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(/^Line 2 is not usable.*\n$/)
  })
})

describe('wrong usage', () => {
  it.each([
    [['ask', 'a', '--strategy', 'hypnosis']],
    [['dance']],
    [['ask']],
    [['ask', 'a', '--colour']],
    [['ask', 'a', 'b']],
  ])('of %j ends with status 2', async (args) => {
    const { status, stdout, stderr } = await runRecourse(args, { cwd })
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('error:')
  })

  it('ends a process with status 2, too', async () => {
    const { status, stdout, stderr } = await spawnRecourse(['dance'], { cwd })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('error:')
  })

  it.each(['serve', 'ask', 'classify', 'screen', 'doctor', 'register'])(
    '%s --help shows an example',
    async (command) => {
      const { status, stdout } = await runRecourse([command, '--help'], { cwd })
      expect(status).toBe(0)
      expect(stdout).toMatch(/Examples?:/)
    },
  )

  it('of the environment names every problem at once', async () => {
    const { status, stderr } = await runRecourse(['ask', 'hello'], {
      cwd,
      env: { PORT: 'x', MODEL: 'gemma' },
    })
    expect(status).toBe(1)
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringContaining('MODEL'),
      expect.stringContaining('PORT'),
    ])
  })
})

describe('a command whose surroundings fail', () => {
  const rows = join(tmpdir(), `recourse-rows-${process.pid}.jsonl`)
  beforeAll(() => writeFile(rows, `${JSON.stringify({ completion: 'x'.repeat(2_000) })}\n`.repeat(5_000)))
  afterAll(() => rm(rows))

  const shell = (line: string) => spawnRecourse(line, { cwd })

  it('ends quietly when nobody reads its output any more', async () => {
    const { stdout, stderr } = await shell(`recourse classify < ${rows} | head -n 1`)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toBe('')
  })

  it('does not start on a model that cannot be used', async () => {
    const { status, stderr } = await spawnRecourse(['serve'], { cwd, env: { MODEL: 'groq:x', PORT: '0' } })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^.*GROQ_API_KEY.*\n$/)
  })

  it('ends soon after a provider that breaks the connection before any answer', async () => {
    const provider = await startProviderServer()
    provider.answer({ text: 'hello', dropAfter: 0 })
    const env = { COHERE_API_KEY: 'test', COHERE_BASE_URL: provider.url }
    const { status, stderr } = await spawnRecourse(['ask', 'hello', '--model', 'cohere:command-r'], {
      cwd,
      env,
    })
    await provider.close()
    expect(status).toBe(1)
    expect(stderr).toContain('Cannot reach Cohere')
  })
})

describe('doctor', () => {
  it('says that all is well with nothing set', async () => {
    const { status, stdout } = await runRecourse(['doctor'], { cwd, env: { PORT: '0' } })
    expect(stdout).toMatch(/^ok /m)
    expect(stdout).not.toMatch(/^bad /m)
    expect(status).toBe(0)
  })

  it('looks at Discord where its token is set', async () => {
    const discord = await startDiscord()
    const env = { PORT: '0', DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl }
    const { status, stdout } = await runRecourse(['doctor'], { cwd, env })
    await discord.close()
    expect(stdout).toMatch(/^ok {3}discord token: @recourse/m)
    expect(stdout).toMatch(/^bad {2}discord commands: .*recourse register discord$/m)
    expect(status).toBe(1)
  })

  it('names a taken port', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { status, stdout } = await runRecourse(['doctor'], { cwd, env: { PORT: String(port) } })
    holder.close()
    expect(status).toBe(1)
    expect(stdout).toMatch(new RegExp(`^bad +web console: Port ${port}`, 'm'))
  })

  it('names a broken database and how to mend it', async () => {
    const file = join(cwd, 'broken.sqlite')
    await writeFile(
      file,
      'this is no database, but it is long enough to be read as the header of one'.repeat(20),
    )
    const { status, stdout } = await runRecourse(['doctor'], { cwd, env: { DATABASE_URL: file, PORT: '0' } })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^bad +database: .*(move|restore)/m)
  })
})
