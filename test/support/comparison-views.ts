import { type ComparedAnswer, type ComparisonView, LETTERS } from '../../src/comparison-types.ts'

/** Text that would ping, hide a link, or break out of what stands around it. */
export const HOSTILE_TEXT = [
  '<!channel> @everyone @here <@U0000000A1> <@1>',
  '[your bank](https://evil.example)',
  '# Answer B\n**Answer A**\n-# 9 people have voted.',
  '| a | b |\n| - | - |\n| 1 | 2 |',
  '```js\nconst never = "closed"',
].join('\n\n')

/** A comparison in which every text is as given. */
export function comparisonOf(
  text: string,
  { answers = 6, ...over }: { readonly answers?: number } & Partial<Omit<ComparisonView, 'answers'>> = {},
): ComparisonView {
  const { status = 'open' } = over
  return {
    id: '00000000-0000-4000-8000-000000000000',
    place: { platform: 'slack', workspace: 'T1', channel: 'C1', thread: 'command-1' },
    status,
    asker: 'somebody',
    at: 1_700_000_000_000,
    prompt: text,
    progress: { done: answers, of: answers },
    answers: LETTERS.slice(0, answers).map((letter) => ({
      letter,
      text,
      ...(status === 'revealed' && { behind: behind(text) }),
    })),
    without: status === 'revealed' ? [{ model: text, strategy: 'interactive', why: text }] : 1,
    voters: 2,
    scripted: true,
    ...(status === 'revealed' && { votes: { A: 1, tie: 1 } }),
    ...over,
  }
}

function behind(model: string): NonNullable<ComparedAnswer['behind']> {
  return {
    model,
    scripted: true,
    strategy: 'few-shot',
    verdict: 'partial_refusal',
    tokens: 123,
    milliseconds: 1_234,
    cached: true,
  }
}
