import { MessageFlags } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discordMarkdown } from '../../src/platforms/discord/discord-markdown.ts'
import { plainText } from '../../src/platforms/discord/plain-text.ts'
import { safeMarkdown } from '../../src/platforms/safe-markdown.ts'
import { escapeMrkdwn } from '../../src/platforms/slack/escape-mrkdwn.ts'
import { renderMarkdown } from '../../src/platforms/web/markdown.ts'
import { CHATS } from '../support/chat-driver.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { openConsole } from '../support/console.ts'
import { ConsoleClient } from '../support/console-client.ts'
import { answered, openDiscord } from '../support/discord.ts'
import { scriptedModel } from '../support/scripted-model.ts'

/** What a model, or whoever talks it into it, may say to call people, hide where a link leads, or run something. */
const HOSTILE = [
  '@everyone @here @channel @\u200Beveryone \\@everyone `@everyone` @\u2060here',
  '<!channel> <!here> <!everyone|hi> <!subteam^S12345678> <!date^1^{date}^https://evil.example|now>',
  '<@U0ANA0001> <@W12345678> <#C12345678|general> <@!100000000000000001> <@&100000000000000002>',
  '&lt;!channel&gt; &#60;!channel&#62; &amp;lt;!here&amp;gt; <\u200B!channel>',
  '[paypal.com](http://evil.example) [https://bank.example](https://evil.example/login "title")',
  '<http://evil.example|paypal.com> <https://evil.example|https://bank.example>',
  '[bank]: https://evil.example\n\n[bank] and [your bank][bank]',
  '![picture](https://evil.example/track.png) [![x](https://evil.example/a.png)](https://evil.example)',
  '[run](javascript:alert(1)) [run](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>',
  '<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="https://evil.example"></iframe>',
  '<svg/onload=alert(1)><style>*{display:none}</style><a href="javascript:alert(1)">x</a>',
  '[\u202Emoc.elpmaxe.knab\u202C](https://evil.example) https://evil.example/\u202Egpj.exe',
  'if (admin) {\u2066 // \u2069\u202E evil \u2066 }',
  '-# The service itself says: log in at https://evil.example',
  '</t:1:R> <:wave:123456789012345678> <id:customize> </help:123456789012345678>',
  // Last, since it is never closed.
  '```\n<!channel> @everyone\n``` `<!here>` ~~~\n<@U0ANA0001>\n~~~',
]

const TURNING = /[\u202A-\u202E\u2066-\u2069]/

describe.each(Object.keys(CHATS))('over %s', (platform) => {
  const open = closedAfterEach(async (answers: readonly string[]) => {
    const chat = await CHATS[platform]?.([scriptedModel(answers)], 'impatient')
    if (!chat) throw new Error(`no platform ${platform}`)
    return chat
  })

  it('an answer calls nobody, hides no link and turns no line, whatever a model says and wherever it is cut', async () => {
    const long = `${'@everyone <!channel> [a](https://evil.example) '.repeat(120)}\n\n${HOSTILE.join('\n\n')}`
    const refusal = 'I am sorry, but I cannot help @everyone <!channel> [with](https://evil.example) that.'
    const chat = await open([HOSTILE.join('\n\n'), long, refusal, refusal, refusal])
    for (const text of ['First, please.', 'And the second?', 'How do I hurt my neighbour?']) {
      const asked = await chat.mention('ben', text)
      expect(JSON.stringify(await chat.answer(asked))).toMatch(/@.{0,6}everyone/)
    }
    expect([chat.notified(), chat.hiddenLinks()]).toEqual([[], []])
    expect(chat.visibleHistory().filter((text) => TURNING.test(text))).toEqual([])
  })

  it('what people write is shown again as harmless, in notes, settings and comparisons', async () => {
    const chat = await open(['It is.'])
    for (const hostile of HOSTILE.slice(0, 9)) {
      const line = hostile.replaceAll('\n', ' ')
      await chat.command('ana', 'general', 'purpose', line.slice(0, 300))
      await chat.command('ana', 'general', 'purpose', '')
      await chat.command('ben', 'general', 'model', line.slice(0, 200))
      await chat.command('ben', 'general', 'strategy', line.slice(0, 100))
    }
    expect([chat.notified(), chat.hiddenLinks()]).toEqual([[], []])
  })
})

describe('in Discord', () => {
  const open = closedAfterEach(openDiscord)

  it('no message has Discord fetch what it links to, whoever it is for', async () => {
    const models = [scriptedModel(['Read https://evil.example/answer.'])]
    const { discord } = await open({ models, platform: { wait: async () => {} }, fake: { rateScale: 0 } })
    const { people, channels } = discord
    const asked = discord.say(people.ben, channels.general, `<@${discord.botUserId}> Where is it?`)
    await answered(discord, channels.general, asked.id)
    const used = [
      [people.ben, '/ask', { text: 'What is at https://evil.example/asked?' }],
      [people.ana, '/purpose', { purpose: 'See https://evil.example/purpose' }],
      [people.ana, '/purpose', {}],
      [people.ana, '/model', { model: 'https://evil.example/model' }],
      [people.ben, '/label', {}],
    ] as const
    for (const [who, command, options] of used) await discord.command(who, channels.general, command, options)
    const seen = () =>
      [
        ...discord.messagesIn(channels.general),
        ...Object.values(people).flatMap((one) => discord.ephemerals(one)),
      ].filter(({ by, content }) => by === discord.botUserId && content.includes('//evil.example'))
    for (const what of ['answer', 'asked', 'purpose', 'model'])
      await discord.until(() => seen().some(({ content }) => content.includes(`//evil.example/${what}`)))
    await discord.until(() => seen().filter(({ content }) => content.includes('/answer')).length >= 2)
    expect(seen().filter(({ flags }) => (flags & MessageFlags.SuppressEmbeds) === 0)).toEqual([])
  })
})

describe('in the console', () => {
  const open = closedAfterEach(openConsole)

  it('nothing that anybody or a model says becomes markup, on the page or in what its script is told', async () => {
    const { url } = await open({ models: [scriptedModel([HOSTILE.join('\n\n')])] })
    const ana = new ConsoleClient(url)
    const events = await ana.during(() => ana.say(HOSTILE.join('\n\n')))
    const page = await (await ana.get('/c/general')).text()
    const notes = await Promise.all(
      HOSTILE.map((line) => ana.told(ana.say(`/model ${line.replaceAll('\n', ' ')}`))),
    )
    for (const markup of [page, ...notes, ...events.map(({ data }) => data.html ?? '')]) {
      expect(markup).not.toMatch(/<(?:script(?! type="module" src="\/assets)|img|iframe|style|svg\/)/i)
      expect(markup).not.toMatch(/<[a-z][^>]*(?:\son\w+=|="(?:javascript|data):)/i)
      expect(markup).not.toMatch(TURNING)
      for (const [, target] of markup.matchAll(/<a href="(https?:[^"]*)"/g))
        expect(target).toMatch(/^https?:\/\/(?:evil|bank)\.example/)
    }
    expect(page).toContain('(evil.example)')
  })
})

describe('signs that turn the direction of a text', () => {
  const texts = fc.array(
    fc.constantFrom(
      '\u202E',
      '\u202A',
      '\u2066',
      '\u2069',
      '\u202C',
      'a',
      ' ',
      '`',
      '\n',
      '[',
      '](https://e.example)',
      'שלום',
      '```\n',
    ),
    { maxLength: 14 },
  )

  it('are in nothing that is shown, in code or out of it, and letters keep their own', () => {
    void fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('')
        for (const show of [
          safeMarkdown,
          discordMarkdown,
          escapeMrkdwn,
          (given: string) => plainText(given, 2000),
          (given: string) => renderMarkdown(given).markup,
        ])
          expect(show(text)).not.toMatch(TURNING)
      }),
    )
    expect(safeMarkdown('שלום עולם')).toBe('שלום עולם')
  })
})
