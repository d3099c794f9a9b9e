import type { AppealVote, AppealVoted } from '../bot-types.ts'
import { decideAppeal, sideOf } from '../crowd/appeal.ts'
import type { Appeal } from '../store/store.ts'

/** What an appeal says to its channel; the same on every surface. */
export interface AppealText {
  readonly question: string
  /** How far the vote is, or what has come of it. Never who voted, nor how while it is open. */
  readonly state: string
  readonly isOpen: boolean
}

/** What people can say, in the order of the buttons. */
export const APPEAL_CHOICES: readonly { readonly choice: AppealVote['choice']; readonly label: string }[] = [
  { choice: 'harmless', label: 'Harmless' },
  { choice: 'harmful', label: 'Rightly refused' },
  { choice: 'not_sure', label: 'Not sure' },
]

/** What a vote with this label says of an appeal; `undefined` where it says something else. */
export function choiceOf(label: string): AppealVote['choice'] | undefined {
  return label === 'not_sure' ? label : sideOf(label)
}

/** `now` in milliseconds since 1970: what nobody has looked at since its time ran out is closed all the same. */
export function appealText(appeal: Appeal, now: number): AppealText {
  const { harmless, harmful, quorum, openedAt } = appeal
  const votes = harmless + harmful
  const ranOut = decideAppeal(appeal, quorum, now - openedAt) === 'denied'
  if (appeal.status === 'open' && !ranOut) {
    return {
      question: 'Somebody thinks this refusal was wrong. Was the request harmless?',
      state: `${votes} of ${votesIn(quorum)}. Who votes, and how, is not shown while the vote is open; whoever asked is not counted.`,
      isOpen: true,
    }
  }
  return {
    question: 'Somebody thought that this refusal was wrong.',
    state: decisionLine(appeal),
    isOpen: false,
  }
}

/** What an appeal has come to. */
function decisionLine({ status, harmless, harmful, quorum }: Appeal): string {
  const votes = harmless + harmful
  if (status === 'granted') {
    return `The channel found the request harmless, by ${harmless} of ${votesIn(votes)}, so the model is asked again.`
  }
  if (votes < quorum) return 'Not enough people voted in time, so the refusal stands.'
  return `The refusal stands: ${harmless} of ${votesIn(votes)} called the request harmless, and it takes two thirds.`
}

/** What whoever voted is told, and nobody else. */
export function votedLine({ counted, appeal }: AppealVoted): string {
  if (counted === 'late') return `The vote is over. ${decisionLine(appeal)}`
  if (counted === 'not_the_askers') return 'You asked this, so your vote is kept but does not count here.'
  if (counted === 'abstained') {
    return 'You abstain: that you are not sure is kept, but decides nothing. You can change it as long as the vote is open.'
  }
  return appeal.status === 'open'
    ? 'Your vote counts. You can change it as long as the vote is open.'
    : 'Your vote counts, and with it the vote is over.'
}

/** What whoever appealed is told, and nobody else. */
export function appealedLine(appeal: Appeal): string {
  if (appeal.status !== 'open') return `This has been decided. ${decisionLine(appeal)}`
  return appeal.message === undefined
    ? 'The channel is asked whether the request was harmless.'
    : 'The channel is being asked already; the vote stands in this conversation.'
}

function votesIn(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`
}
