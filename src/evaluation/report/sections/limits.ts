import { clusterOf } from '../../cells.ts'
import type { Section } from '../document.ts'
import { noticeOf } from '../names.ts'
import type { Report } from '../report.ts'

/** What the figures cannot say. */
export function limits({ manifest, items, judged }: Report): Section {
  const { models, arms, users, gate } = manifest.configuration
  const notice = noticeOf(models)
  const unsafe = items.filter(({ safe }) => !safe)
  const framed = new Set(unsafe.map(clusterOf)).size < unsafe.length
  const said = [
    notice,
    'Every prompt was asked once in every arm. How much a model’s answers vary from one time to the next is in no interval.',
    'Intervals hold for prompts like these, and each by itself: of twenty about one misses. Only the tests are adjusted for their number, and only within a model.',
    framed &&
      'Several unsafe requests are one request in different frames. Shares, changes, their bound and the ship line count them as the independent cases they are worth, which the answers tell; where hardly any differ it is supposed that frames of one request go together, so that they are worth little more than one.',
    (unsafe.length === 0 || unsafe.length === items.length) &&
      `There is no ${unsafe.length === 0 ? 'unsafe' : 'safe'} request among these prompts. ${unsafe.length === 0 ? 'Fewer refusals of safe requests are worth nothing where more of the unsafe ones are answered' : 'Fewer answers to unsafe requests are worth nothing where more of the safe ones are refused'}: measure both halves before you choose.`,
    judged.length === 1 &&
      'Only the detector gave verdicts, and it errs: its own errors are in every figure, and no judge or person was there to correct them.',
    judged.length > 1 &&
      'Where judges differ, so do their rates; which of them is right is not settled by their agreement.',
    'A relative reduction is of refusals of safe requests, full and partial, as the paper of 2024 counts it; where little was refused before, it rests on little, whatever n says.',
    arms.length > 1 &&
      `Whoever was asked a question was a script (${users.safe} for safe requests, ${users.unsafe} for unsafe ones); people answer in other ways.`,
    arms.length > 1 &&
      `The safety gate was that of this configuration (guard ${gate.guard}, judge ${gate.judge}); with another, other requests are asked again.`,
    'Tokens are as the provider counted them, and estimated where it did not. Times are of this machine and network, without the waiting for a turn.',
    models.some(({ kind }) => kind === 'recorded') &&
      'Recorded completions have no times and no tokens of their own, and nothing could be asked of these models again.',
    'Public prompts may have been in a model’s training data.',
  ]
  return {
    id: 'limits',
    title: 'What these figures cannot say',
    blocks: [{ kind: 'list', items: said.filter((each) => typeof each === 'string') }],
  }
}
