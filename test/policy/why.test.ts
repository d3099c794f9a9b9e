import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import { learnedPolicy } from '../../src/policy/learned-policy.ts'
import { startingPolicy } from '../../src/policy/starting-policy.ts'
import { whySentence } from '../../src/policy/why.ts'
import { beliefsWith, seen, situationOf } from './make-evidence.ts'

const measured = beliefsWith(seen('contextual', 41, 11), seen('few-shot', 30, 20))
const draws = (exploration: number) => ({ exploration, random: seededRandom(2) })

describe('why a strategy came first', () => {
  it('is said in one sentence, with the cases, what is believed and the version', () => {
    const choice = learnedPolicy('2026-11-a', measured).choose(situationOf())
    expect(whySentence(choice, 'last')).toBe(
      'For phi-3 and requests of type *homonyms*, **contextual** came first: it answered 41 of 52 refused safe requests (believed 80 %, 69 to 89), the next, few-shot, 30 of 50; 96 % likely to be the best; version `2026-11-a`, no exploration.',
    )
  })

  it('names what other types lend, and what is believed of what nobody has tried', () => {
    const choice = learnedPolicy('v', measured).choose(situationOf({ type: 'definitions' }))
    expect(whySentence(choice, 'last')).toContain(
      '**contextual** came first: it answered 41 of 52 refused safe requests of other types (believed 80 %',
    )
    const both = beliefsWith(seen('contextual', 9, 1), seen('contextual', 30, 10, { type: 'definitions' }))
    expect(whySentence(learnedPolicy('v', both).choose(situationOf()), 'last')).toContain(
      'it answered 9 of 10 refused safe requests and 30 of 40 of other types (believed 8',
    )
    expect(whySentence(learnedPolicy('v', both).choose(situationOf()), 'last')).toContain(
      'the next, few-shot, not measured (taken for 60 %)',
    )
  })

  it('says that it was a draw, or exploration’s turn', () => {
    const drawn = learnedPolicy('learning', measured, draws(0)).choose(situationOf())
    expect(whySentence(drawn, 'last')).toContain('came first in a draw from what is believed: it answered')
    const explored = learnedPolicy('learning', measured, draws(1)).choose(situationOf())
    expect(whySentence(explored, 'last')).toMatch(
      /came first, since it was exploration’s turn: .*version `learning`, 100 % exploration\.$/u,
    )
  })

  it('names the paper where nobody has measured anything, and does not where the paper says nothing', () => {
    const nothing = learnedPolicy('learning', beliefsWith())
    expect(whySentence(nothing.choose(situationOf()), 'last')).toContain(
      'nobody has measured it yet, and it stands where it does by the paper’s finding (arXiv 2405.05418)',
    )
    expect(whySentence(nothing.choose(situationOf({ family: 'claude' })), 'last')).not.toContain('arXiv')
    expect(whySentence(startingPolicy.choose(situationOf()), 'last')).toBe(
      'For phi-3 and requests of type *homonyms*, **contextual** came first: the paper’s finding (arXiv 2405.05418); version `paper`.',
    )
    expect(whySentence(startingPolicy.choose(situationOf({ family: 'gpt' })), 'last')).toContain(
      '**intent** came first: the starting order for families that nobody has measured; version `paper`',
    )
  })

  it('gives the gate its due where nothing learned had a say', () => {
    const policy = learnedPolicy('learning', measured)
    expect(whySentence(policy.choose(situationOf({ sure: false })), 'last')).toBe(
      'For phi-3 and requests of type *homonyms*, **interactive** came first by the rule of the safety gate, which was not sure that the request was harmless; nothing that was learned has a say in that.',
    )
    expect(whySentence(policy.choose(situationOf({ level: 'borderline_harmful' })), 'last')).toContain(
      '**partial-help** came first by the rule of the safety gate, which found the request borderline harmful',
    )
    expect(whySentence(policy.choose(situationOf({ clarified: true })), 'last')).toContain(
      'the reply to the question is made use of before anything else',
    )
  })

  it('tells what would come next without a request, and that a stand-in is one', () => {
    const { type: _, ...asked } = situationOf({ scripted: true })
    expect(whySentence(learnedPolicy('v', measured).choose(asked), 'next')).toMatch(
      /^For phi-3 \(a scripted stand-in\), \*\*contextual\*\* would come first: nobody has measured it yet/u,
    )
    expect(whySentence(startingPolicy.choose(situationOf({ type: 'other' })), 'last')).toContain(
      'requests of no known type',
    )
  })
})
