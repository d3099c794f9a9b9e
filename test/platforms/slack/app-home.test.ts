import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../commands/index.ts'
import { CODEBOOK } from '../../../src/crowd/codebook.ts'
import { appHomeView } from '../../../src/platforms/slack/app-home.ts'
import { escapeMrkdwn } from '../../../src/platforms/slack/escape-mrkdwn.ts'

type Home = Parameters<typeof appHomeView>[0]

const HOME: Home = {
  model: { id: 'ollama:gemma2', scripted: false },
  commands: COMMANDS,
  codebook: CODEBOOK,
  votes: [],
  botUserId: 'U0BOT',
}

const vote = (over: Partial<Home['votes'][number]> = {}): Home['votes'][number] => ({
  emoji: '👍',
  meaning: 'The answer does what was asked.',
  at: Date.UTC(2026, 10, 21, 10, 30),
  ...over,
})

/** Every text of the view, in reading order. */
function textsOf(view: ReturnType<typeof appHomeView>): readonly string[] {
  const texts: string[] = []
  JSON.parse(JSON.stringify(view.blocks), (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value)
    return value
  })
  return texts
}

const show = (over: Partial<Home> = {}) => textsOf(appHomeView({ ...HOME, ...over })).join('\n')

describe('the Home tab', () => {
  it('tells what the bot does and how to talk to it', () => {
    expect(show()).toContain('I ask it again')
    expect(show()).toContain('mention <@U0BOT>')
    expect(show()).toContain('*Rate this answer*')
  })

  it('names the model that answers and how to choose another', () => {
    expect(show()).toContain('`ollama:gemma2` answers you')
    expect(show()).toContain('`/recourse model NAME`')
    expect(show()).not.toContain('scripted')
  })

  it('says that a rehearsal model is scripted', () => {
    expect(show({ model: { id: 'rehearsal:gemma', scripted: true } })).toContain('scripted stand-in')
  })

  it('names the workspace’s model where it is another one', () => {
    expect(show({ workspaceModel: 'groq:llama' })).toContain('`groq:llama` answers where')
    expect(show({ workspaceModel: 'ollama:gemma2' })).not.toContain('answers where')
  })

  it('says so where there are no votes yet', () => {
    expect(show()).toContain('None yet.')
    expect(show({ votes: [vote()] })).not.toContain('None yet.')
  })

  it('shows each vote with its time in the reader’s zone', () => {
    const text = show({ votes: [vote(), vote({ meaning: 'It was refused.' })] })
    expect(text).toMatch(/does what was asked\..*\n.*It was refused\./)
    expect(text).toContain('<!date^1795257000^{date_short_pretty}, {time}|2026-11-21 10:30 UTC>')
  })

  it('explains every reaction of the codebook and lists every command', () => {
    for (const { names, meaning } of CODEBOOK.entries) {
      expect(show()).toContain(`:${names[0]}:  \`:${names[0]}:\`  ${meaning}`)
    }
    for (const { name, description } of COMMANDS) {
      expect(show()).toMatch(new RegExp(`\`/recourse ${name}\\b[^\`]*\`  `))
      expect(show()).toContain(description)
    }
  })

  it('lets no text that is not ours ping, link or end its code span', () => {
    const text = show({
      model: { id: 'replay:<!channel>`<@U1>', scripted: false },
      votes: [vote({ meaning: '<https://evil.example|click> & <!here>' })],
    })
    expect(text).toContain('`replay:&lt;!channel&gt;ˋ&lt;@U1&gt;`')
    expect(text).toContain('&lt;https://evil.example|click&gt; &amp; &lt;!here&gt;')
  })

  it('stays within Slack’s limits whatever it is given', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constant('&'.repeat(4000)),
    )
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(fc.record({ emoji: text, meaning: text, at: fc.nat() }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 8 }),
        (id, meaning, votes, times) => {
          const entries = CODEBOOK.entries.map((entry) => ({ ...entry, meaning }))
          const home: Home = {
            ...HOME,
            model: { id, scripted: true },
            workspaceModel: id,
            votes,
            codebook: { ...CODEBOOK, entries },
            commands: Array.from({ length: times }, () => COMMANDS).flat(),
          }
          const view = appHomeView(home)
          expect(view.blocks.length).toBeLessThanOrEqual(100)
          const wrong = textsOf(view).filter(
            (shown) => shown === '' || shown.length > 3000 || /<(?!@U0BOT>|!date\^)/.test(shown),
          )
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('escapeMrkdwn', () => {
  it('leaves nothing that Slack would read as a mention or a link, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeMrkdwn(text)
        expect(escaped).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
        const back = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
        expect(back).toBe(text)
      }),
    )
  })
})
