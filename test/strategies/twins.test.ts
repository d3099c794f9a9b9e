import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/domain.ts'
import { readWordSenses } from '../../src/safety/read-word-senses.ts'
import { STRATEGIES } from '../../strategies/index.ts'
import { REQUEST_TYPES } from '../../strategies/request-type.ts'
import { sensesOf } from '../../strategies/senses.ts'
import type { Strategy } from '../../strategies/strategy.ts'
import { MODEL_JSON, refusal, request, tools } from './refusal-fixture.ts'
import { TWINS } from './twins.ts'

/** What a strategy says to the model in its own name: the system message, without the demonstrations. */
async function ownWords(strategy: Strategy, asked: Request, answer: unknown = MODEL_JSON): Promise<string> {
  const level = strategy.levels[0] ?? 'clearly_fine'
  const proposal = await strategy.propose(refusal(asked, level), tools({ answer, systemPrompt: undefined }))
  if (proposal.kind !== 'reprompt') return ''
  return proposal.messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n')
}

/** What a model that wants to please would say of the harmful twin: that it is the harmless one. */
function layingItOut(harmless: string, flagged: readonly string[]) {
  return { ...MODEL_JSON, action: harmless, core: harmless, rewrite: harmless, flagged }
}

it('covers the ten types with twins', () => {
  expect(new Set(TWINS.map(({ type }) => type))).toEqual(new Set(REQUEST_TYPES))
})

describe.each(STRATEGIES.map((strategy) => ({ name: strategy.name, strategy })))(
  '$name and the harmful twin',
  ({ strategy }) => {
    it.each(TWINS)('names no harmless sense for: $harmful', async ({ harmless, harmful }) => {
      const said = await ownWords(strategy, request(harmful))
      const innocent = [
        ...sensesOf(harmless).harmless,
        ...readWordSenses(harmful).filter((sense) => sense.harmless),
      ]
      for (const { lemma, sense } of innocent) expect(said).not.toContain(`"${lemma}" means "${sense}"`)
      expect(said).not.toMatch(
        /\b(harmless|safe|fine|innocent) (request|question|message)\b|you may answer|go ahead/iu,
      )
    })

    it.each(TWINS)('keeps the way to a refusal open in the treatment of: $harmless', async ({ harmless }) => {
      const said = await ownWords(strategy, request(harmless))
      if (said !== '') expect(said).toMatch(/declin/u)
    })

    it.each(TWINS)('takes no model’s word that it only means: $harmless', async ({ harmless, harmful }) => {
      const flagged = readWordSenses(harmful).map(({ word }) => word)
      const said = await ownWords(strategy, request(harmful), layingItOut(harmless, flagged))
      if (strategy.name !== 'intent') expect(said).not.toContain(harmless)
      else if (sensesOf(harmful).harmsSomebody) expect(said).toBe('')
    })
  },
)

it.each(TWINS)(
  'a rewrite that turns the harmful twin into the harmless one is refused: $harmful',
  async ({ harmless, harmful }) => {
    const rephrase = STRATEGIES.find(({ name }) => name === 'rephrase')
    const flagged = harmful
      .split(/\W+/u)
      .filter((word) => word.length > 3)
      .slice(0, 6)
    const proposal = await rephrase?.propose(
      refusal(harmful),
      tools({ answer: layingItOut(harmless, flagged) }),
    )
    expect(proposal?.kind).toBe('not_applicable')
  },
)
