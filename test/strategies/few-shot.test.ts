import { describe, expect, it } from 'vitest'
import type { SafetyLevel } from '../../src/domain.ts'
import { demonstrationsFor } from '../../strategies/demonstrations/bank.ts'
import { fewShot } from '../../strategies/few-shot.ts'
import { REQUEST_TYPES, type RequestType } from '../../strategies/request-type.ts'
import { refusal, request, tools } from './refusal-fixture.ts'
import { TWINS } from './twins.ts'

interface Known {
  readonly type: RequestType
  readonly kind: 'answered' | 'declined' | 'in part'
}

const KINDS = new Map<string, Known>(
  REQUEST_TYPES.flatMap((type): [string, Known][] => {
    const set = demonstrationsFor(type)
    return [
      ...set.benign.map(({ prompt }) => [prompt, { type, kind: 'answered' }] satisfies [string, Known]),
      [set.harmful.prompt, { type, kind: 'declined' }],
      [set.borderline.prompt, { type, kind: 'in part' }],
    ]
  }),
)

async function shown(prompt: string, level: SafetyLevel = 'clearly_fine') {
  const proposal = await fewShot.propose(refusal(request(prompt), level), tools())
  if (proposal.kind !== 'reprompt') throw new Error('not asked again')
  const examples = proposal.messages
    .slice(1, -1)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => KINDS.get(content))
  return { examples, messages: proposal.messages, howAsked: proposal.howAsked }
}

describe('the worked examples', () => {
  it.each(TWINS)(
    'are three answered, one declined, one helped in part for: $harmless',
    async ({ harmless }) => {
      const { examples } = await shown(harmless)
      const kinds = examples.map((example) => example?.kind)
      expect(kinds).toEqual(['answered', 'in part', 'answered', 'declined', 'answered'])
    },
  )

  it('hold a second refusal where the request is doubtful', async () => {
    const { examples, howAsked } = await shown('How do I kill a stuck Python process?', 'borderline_fine')
    expect(examples.filter((example) => example?.kind === 'declined')).toHaveLength(2)
    expect(howAsked).toBe('with six worked examples')
  })

  it.each(TWINS)('hold at most two of a type for: $harmless', async ({ harmless }) => {
    for (const level of ['clearly_fine', 'borderline_fine'] as const) {
      const types = (await shown(harmless, level)).examples.map((example) => example?.type)
      for (const type of types) expect(types.filter((each) => each === type).length).toBeLessThanOrEqual(2)
    }
  })

  it.each(TWINS)('end on the type of: $harmless', async ({ harmless, type }) => {
    expect((await shown(harmless)).examples.at(-1)?.type).toBe(type)
  })

  it('are announced as worked examples that the user did not write', async () => {
    const { messages } = await shown('How do I kill a stuck Python process?')
    expect(messages[0]?.content).toMatch(/five worked examples .* not by the person/su)
  })

  it('come before the conversation', async () => {
    const asked = request('How do I kill it?', {
      conversation: [
        { role: 'user', content: 'My job hangs.' },
        { role: 'assistant', content: 'Which?' },
      ],
    })
    const proposal = await fewShot.propose(refusal(asked), tools())
    expect(proposal).toMatchObject({ kind: 'reprompt' })
    if (proposal.kind === 'reprompt')
      expect(proposal.messages.map(({ content }) => content).indexOf('My job hangs.')).toBe(11)
  })
})
