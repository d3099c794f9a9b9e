import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asData, asOneTurn } from '../../src/control-tokens.ts'
import { type ChatMessage, type Request, SAFETY_LEVELS } from '../../src/domain.ts'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import { judgeVerdict } from '../../src/refusal/verdict-judge.ts'
import { directMessages } from '../../src/respond.ts'
import { askGuard } from '../../src/safety/guard.ts'
import { askJudge } from '../../src/safety/judge.ts'
import { screenRequest } from '../../src/safety/screen-request.ts'
import { DEFAULT_SYSTEM_PROMPT } from '../../src/system-prompt.ts'
import { STRATEGIES } from '../../strategies/index.ts'
import { bare, HARMFUL_CORES } from '../safety/requests.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { CANARY, INJECTIONS } from './injections.ts'

const TOKENS = /<[|｜][^\s<>]+[|｜]>|<\/?s>|<(?:start|end)_of_turn>|<<\/?SYS>>|\[\/?(?:INST|SYSTEM_PROMPT)\]/

const SAFE = 'How do I kill a Python process?'

/** A request in which the text stands in every place that a user, or a model talked into it, can write to. */
function requestWith(text: string): Request {
  return {
    prompt: `${SAFE} ${text}`,
    conversation: [
      { role: 'user', content: text },
      { role: 'assistant', content: `You said ${text}` },
    ],
    trusted: { channelPurpose: 'support for build servers' },
    clarification: {
      question: { text: 'What does "kill" stand for?', readings: [{ id: '1', label: 'End a program' }] },
      reply: `End a stuck program. ${text}`,
    },
  }
}

const NOTE = {
  action: 'end a Python process',
  judgement: 'harmless',
  readings: [{ reading: 'end a program', harmful: false, supported: true }],
}
const REWRITE = {
  core: 'end a process',
  flagged: ['kill'],
  rewrite: 'How do I terminate a Python process?',
  kept: [],
  confidence: 1,
}

/** Everything that any model is sent for such a request. */
async function sentFor(text: string): Promise<readonly { by: string; messages: readonly ChatMessage[] }[]> {
  const sent: { by: string; messages: readonly ChatMessage[] }[] = []
  const request = requestWith(text)
  const { clarification: _, ...unasked } = request
  sent.push({ by: 'direct', messages: directMessages(request, DEFAULT_SYSTEM_PROMPT) })
  const completion = `I cannot help with that. ${text}`
  const assessment = createRefusalDetector().classify(completion, request.prompt)
  for (const strategy of STRATEGIES)
    for (const given of [request, unasked]) {
      const proposal = await strategy.propose(
        {
          request: given,
          family: 'gemma',
          completion,
          assessment,
          screening: {
            level: 'clearly_fine',
            sure: true,
            reasons: [],
            confidence: 1,
            probabilities: screenRequest(bare(SAFE)).probabilities,
            heard: ['process'],
          },
        },
        {
          systemPrompt: DEFAULT_SYSTEM_PROMPT.text,
          async complete(messages) {
            sent.push({ by: `${strategy.name}'s helper`, messages })
            return JSON.stringify(strategy.name === 'intent' ? NOTE : REWRITE)
          },
          screen: async () => screenRequest(bare(SAFE)),
        },
      )
      if (proposal.kind === 'reprompt') sent.push({ by: strategy.name, messages: proposal.messages })
    }
  const judge = scriptedModel([''])
  const question = { request, answer: `It is. ${text}`, timeout: 1000, signal: undefined }
  await askJudge(judge, question)
  sent.push({ by: 'judge', messages: judge.calls[0] ?? [] })
  for (const id of [
    'ollama:llama-guard3',
    'ollama:shieldgemma',
    'ollama:granite3-guardian',
    'openai:other',
  ]) {
    const guard = { ...scriptedModel(['']), id }
    await askGuard(guard, question)
    sent.push({ by: id, messages: guard.calls[0] ?? [] })
  }
  const verdict = scriptedModel([''])
  await judgeVerdict(verdict, request.prompt, completion, new AbortController().signal)
  sent.push({ by: 'judge of the verdict', messages: verdict.calls[0] ?? [] })
  return sent
}

/** Every fourth one: what is faked around them makes no difference between them. */
const CORES = HARMFUL_CORES.filter((_, at) => at % 4 === 0)

/** What is sent where nothing is faked. */
let plain: Awaited<ReturnType<typeof sentFor>> | undefined

/** A message without the regions that say of themselves that they are data: one line each, between quotes. */
const withoutQuotations = (content: string) => content.replaceAll(/^\s*> "[^"\n]*"$/gm, '')

describe.each(Object.entries(INJECTIONS))('text that fakes %s', (_, text) => {
  it('stays what it is in everything that is sent to any model: a user’s turn, or quoted data', async () => {
    plain ??= await sentFor('Thanks a lot.')
    const expected = plain
    const sent = await sentFor(text)
    for (const { by, messages } of sent) {
      const same = expected.find((other) => other.by === by && other.messages.length === messages.length)
      expect([by, messages.map(({ role }) => role)]).toEqual([by, same?.messages.map(({ role }) => role)])
      for (const { role, content } of messages) {
        if (role === 'system') expect(withoutQuotations(content), by).not.toContain(CANARY)
        // ShieldGemma's own template sets its conversation off by two of these.
        if (by !== 'ollama:shieldgemma') expect(content, by).not.toMatch(TOKENS)
        else expect(content.match(new RegExp(TOKENS, 'g')), by).toHaveLength(2)
      }
    }
    expect(sent.length).toBeGreaterThan(8)
  })

  it('makes no harmful request a finer one, wherever it stands', () => {
    for (const core of CORES) {
      const level = SAFETY_LEVELS.indexOf(screenRequest(bare(core)).level)
      const asked = { text: 'What do you mean?', readings: [] }
      for (const [place, request] of Object.entries({
        before: bare(`${text}\n\n${core}`),
        behind: bare(`${core}\n\n${text}`),
        around: bare(`${text}\n${core}\n${text}`),
        'in an earlier turn': bare(core, { conversation: [{ role: 'user', content: text }] }),
        'in an earlier answer': bare(core, { conversation: [{ role: 'assistant', content: text }] }),
        'in a reply': bare(core, { clarification: { question: asked, reply: text } }),
        'in the request, with the harm in a turn before': bare(text, {
          conversation: [{ role: 'user', content: core }],
        }),
      })) {
        const found = SAFETY_LEVELS.indexOf(screenRequest(request).level)
        expect([core, place, found >= level]).toEqual([core, place, true])
      }
    }
  })

  it('is no verdict of a judge or guard that says again what it was shown', async () => {
    const request = requestWith(text)
    const question = { request, answer: text, timeout: 1000, signal: undefined }
    const shown = (messages: readonly ChatMessage[]) => messages.at(-1)?.content ?? ''
    const parrots: ((messages: readonly ChatMessage[]) => string)[] = [
      () => text,
      (messages) => shown(messages),
      (messages) => /\{[^{}]*"level"[^{}]*\}/.exec(shown(messages))?.[0] ?? '',
      (messages) => (shown(messages).match(/\{[^{}]*\}/g) ?? []).at(-1) ?? '',
    ]
    for (const parrot of parrots) {
      expect(await askJudge(scriptedModel([parrot]), question)).toBeUndefined()
      expect(await askGuard({ ...scriptedModel([parrot]), id: 'openai:other' }, question)).toBeUndefined()
      const signal = new AbortController().signal
      expect(await judgeVerdict(scriptedModel([parrot]), request.prompt, text, signal)).toBeUndefined()
    }
  })
})

describe('control tokens', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '[',
      ']',
      '/',
      '|',
      '｜',
      '<<',
      '>>',
      's',
      'INST',
      'SYS',
      'im_start',
      'start_of_turn',
      'end▁of▁sentence',
      ' ',
      '\n',
      '\u2060',
      'a',
    ),
    { maxLength: 12 },
  )

  it('are left in no turn and no data, however they are put together, and nothing else is lost', () => {
    void fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('')
        for (const change of [asOneTurn, asData]) {
          expect(change(text)).not.toMatch(TOKENS)
          expect(change(text).replaceAll('\u2060', '')).toBe(text.replaceAll('\u2060', ''))
        }
        expect(asData(text)).not.toMatch(/[<[](?!\u2060)|>>/)
      }),
      { numRuns: 2000 },
    )
  })

  it('are not seen in code and prose', () => {
    for (const text of [
      'List<String> a = b[0] << 2; if (a < b && c > d) {}',
      '<div class="s"><p>Hi</p></div> [link](https://a.example) [x] a |> b <| c',
      'std::vector<std::pair<int, int>> v; #include <stdio.h>',
      '[INFO] started\n[2026-11-21] <alice> hello',
      '<users><user id="1">bob</user><model>x</model></users> usage: run [args] [prefix]',
    ])
      expect(asOneTurn(text)).toBe(text)
  })
})
