import { VOTE_EMOJI, type VoteEmoji } from '../comparison/vote-emoji.ts'
import type {
  CellFacts,
  ComparedAnswer,
  ComparisonChoice,
  ComparisonView,
  ComparisonVoted,
  Letter,
} from '../comparison-types.ts'
import type { Verdict } from '../domain.ts'

/** What a comparison says to its channel; the same on every surface. Everything but `models` and reasons is our own words. */
export interface ComparisonText {
  readonly title: string
  /** How far it is, and what has come of it, in small type. */
  readonly state: readonly string[]
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  full_compliance: 'answered',
  partial_refusal: 'partly refused',
  full_refusal: 'refused',
}

const TITLES: Readonly<Record<ComparisonView['status'], string>> = {
  running: 'Comparing answers',
  open: 'Which answer is best?',
  revealed: 'Compared answers',
  cancelled: 'This comparison was cancelled',
  failed: 'This comparison came to nothing',
}

/** `named` says how an emoji is written on the surface; false where nobody reacts to messages there. */
export function comparisonText(
  view: ComparisonView,
  named: ((emoji: VoteEmoji) => string) | false = ({ emoji }) => emoji,
): ComparisonText {
  const reactions = view.status === 'open' && named ? [reactionLine(view, named)] : []
  return { title: TITLES[view.status], state: [...stateLines(view), ...reactions, ...caveats(view)] }
}

/** What can be chosen, in the order of the buttons. */
export function choicesOf({ answers }: ComparisonView): readonly ComparisonChoice[] {
  return [...answers.map(({ letter }) => letter), ...(answers.length > 1 ? ['tie' as const] : []), 'both_bad']
}

export function choiceLabel(choice: ComparisonChoice, { answers }: Pick<ComparisonView, 'answers'>): string {
  if (choice === 'tie') return 'Tie'
  if (choice !== 'both_bad') return choice
  if (answers.length === 1) return 'Bad'
  return answers.length === 2 ? 'Both bad' : 'All bad'
}

/** What made an answer, in one line. The names of models and strategies in it are whatever somebody called them. */
export function factsLine({ letter, behind }: ComparedAnswer, votes: ComparisonView['votes']): string {
  return [...(behind ? facts(behind) : []), votesIn(votes?.[letter] ?? 0)].join(' · ')
}

/** What whoever voted is told, and nobody else. */
export function votedLine({ counted, view }: ComparisonVoted, choice: ComparisonChoice): string {
  if (counted === 'late') return 'It has been revealed already, so this vote does not count any more.'
  if (counted === 'removed') return 'Your vote is taken back.'
  const chosen = `You ${counted === 'unchanged' ? 'had said so already' : 'chose'}: ${inWords(choice, view)}.`
  return `${chosen} You can change it until it is revealed.`
}

/** Said where somebody presses a button of a comparison that was erased. */
export const COMPARISON_GONE = 'This comparison is not known any more.'

/** A text of it as a whole, as Markdown, for one person alone; `undefined` where there is none. */
export function wholeText(view: ComparisonView, which: Letter | 'prompt'): string | undefined {
  if (which === 'prompt') return `**What was asked:**\n\n${view.prompt}`
  const answer = view.answers.find(({ letter }) => letter === which)
  return answer && `**Answer ${which}:**\n\n${answer.text}`
}

function stateLines(view: ComparisonView): readonly string[] {
  const { progress, without, voters } = view
  switch (view.status) {
    case 'running':
      return [
        `${progress.done} of ${progress.of} answers are there. They are shown together, in shuffled order.`,
      ]
    case 'open': {
      const missing = typeof without === 'number' ? without : without.length
      return [
        `${peopleVoted(voters, ' yet')} Who, how, and what wrote which answer is shown to nobody until whoever began it reveals it.`,
        ...(missing > 0 ? [`${missing} more gave nothing to vote on; the reveal says why.`] : []),
      ]
    }
    case 'revealed':
      return [resultLine(view), ...cellsWithout(view)]
    case 'cancelled':
    case 'failed':
      return cellsWithout(view)
  }
}

function reactionLine(view: ComparisonView, named: (emoji: VoteEmoji) => string): string {
  const emoji = choicesOf(view).flatMap((choice) => VOTE_EMOJI.find((one) => one.choice === choice) ?? [])
  const letters = emoji.filter(({ choice }) => choice !== 'tie' && choice !== 'both_bad').map(named)
  const others = emoji.flatMap((one) =>
    one.choice === 'tie' || one.choice === 'both_bad'
      ? [`${named(one)} ${choiceLabel(one.choice, view).toLowerCase()}`]
      : [],
  )
  return `Reactions count as well: ${[letters.join(' '), ...others].join(', ')}.`
}

/** What is revealed is marked one by one. */
function caveats({ scripted, note, status }: ComparisonView): readonly string[] {
  return [
    ...(note === undefined ? [] : [note]),
    ...(scripted && status !== 'revealed'
      ? ['There are scripted stand-ins among them, which are no models.']
      : []),
  ]
}

function resultLine(view: ComparisonView): string {
  const { votes, voters } = view
  const others = (['tie', 'both_bad'] as const).flatMap((choice) => {
    const count = votes?.[choice] ?? 0
    return count > 0 ? [`${choiceLabel(choice, view)}: ${votesIn(count)}.`] : []
  })
  return [peopleVoted(voters), ...others].join(' ')
}

function cellsWithout({ without }: ComparisonView): readonly string[] {
  if (typeof without === 'number') return []
  return without.map(({ strategy, model, why }) => `${strategyWords(strategy)} · ${model}: ${why}`)
}

function facts({ strategy, model, scripted, verdict, tokens, milliseconds, cached }: CellFacts): string[] {
  return [
    strategyWords(strategy),
    `${model}${scripted ? ' (scripted stand-in)' : ''}`,
    VERDICT_WORDS[verdict],
    ...(tokens === undefined ? [] : [`${tokens} tokens`]),
    `${(milliseconds / 1000).toFixed(1)} s${cached ? ', from the cache' : ''}`,
  ]
}

function strategyWords(strategy: string): string {
  return strategy === 'direct' ? 'asked directly' : strategy
}

function inWords(choice: ComparisonChoice, view: ComparisonView): string {
  if (choice === 'tie') return 'a tie'
  return choice === 'both_bad' ? choiceLabel(choice, view).toLowerCase() : choice
}

function peopleVoted(voters: number, yet = ''): string {
  if (voters === 0) return `Nobody has voted${yet}.`
  return voters === 1 ? '1 person has voted.' : `${voters} people have voted.`
}

function votesIn(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`
}
