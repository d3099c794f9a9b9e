import { z } from 'zod'
import type { PrivacyFacts } from '../src/privacy.ts'
import type { PersonalCount, PersonalKind } from '../src/store/personal-store.ts'
import { defineCommand } from './define-command.ts'

export const privacy = defineCommand({
  name: 'privacy',
  description: 'Show what is stored about me, who sees it and for how long, or download all of it',
  options: z.object({
    what: z
      .literal('download')
      .optional()
      .meta({ description: 'download, to get all of it as a file', rest: true }),
  }),
  examples: ['privacy', 'privacy download'],
  access: 'everyone',
  visibility: 'private',
  async *run({ what }, { caller, services }) {
    if (what === 'download') {
      yield {
        type: 'file',
        name: 'my-data.json',
        mediaType: 'application/json',
        description:
          'Everything that is stored about you here. It holds your own words: keep it to yourself.',
        ifTooLarge:
          'It is too large to be sent here. Ask whoever runs Recourse for it, and name this command.',
        content: () => services.personalFile(caller.person),
      }
      return
    }
    yield { type: 'text', markdown: told(await services.privacy(caller.person, caller.place)) }
  },
})

const WORDS: Readonly<Record<PersonalKind, readonly [one: string, many: string]>> = {
  requests: ['request of yours, with its answers', 'requests of yours, with their answers'],
  votes: ['vote given or taken back', 'votes given or taken back'],
  comparisons: ['comparison you began', 'comparisons you began'],
  comparison_votes: ['vote on a comparison', 'votes on comparisons'],
  gold_labels: ['label of an item that tests people', 'labels of items that test people'],
  appeals: ['appeal you opened', 'appeals you opened'],
  settings: ['setting you chose', 'settings you chose'],
  policy: ['change of the policy', 'changes of the policy'],
}

/** One line for each kind there is something of. */
export function countLines(counts: readonly PersonalCount[]): readonly string[] {
  return counts
    .filter(({ many }) => many > 0)
    .map(({ kind, many, first, last, scrubbed }) => {
      const span =
        first === undefined || last === undefined
          ? ''
          : day(first) === day(last)
            ? `, of ${day(first)}`
            : `, ${day(first)} to ${day(last)}`
      const erased = scrubbed === undefined ? '' : `; ${scrubbed} without their text, which was past its time`
      return `- ${many} ${WORDS[kind][many === 1 ? 0 : 1]}${span}${erased}`
    })
}

function told(facts: PrivacyFacts): string {
  const { pseudonym, counts, retentionDays } = facts
  const lines = countLines(counts)
  return [
    `**Stored about you here**, under the pseudonym \`${pseudonym}\`:`,
    '',
    ...(lines.length > 0 ? lines : ['- nothing yet']),
    '',
    '**For how long.** ' +
      (retentionDays === undefined
        ? 'Until you type `/forget`: no time is set after which text is erased.'
        : `Text is erased ${days(retentionDays)} after it was written, within a day; labels, votes and verdicts stay without it.`) +
      ' `/forget` erases all of it at once.',
    '',
    '**Who sees it.** Requests and answers: whoever reads the channel they were made in, and whoever is given them to label. ' +
      'Your votes: in exports they stand under your pseudonym; reactions show your name as your platform does. ' +
      'Whoever runs Recourse can read the records, in which nobody’s name stands.',
    '',
    `**Who gets text.** ${receivers(facts)}`,
    '',
    '`/privacy download` gives you all of it as a file.',
  ].join('\n')
}

function receivers({ model, judgeModel, guardModel }: PrivacyFacts): string {
  const judge =
    judgeModel === undefined
      ? 'It also judges what it refused, where the rules here are not sure.'
      : judgeModel === 'none'
        ? 'No other model judges what was refused.'
        : `What was refused may also go to ${named(judgeModel)}, to be judged.`
  const guard = guardModel === undefined ? '' : ` So may it to ${named(guardModel)}.`
  return `What you ask here, with the conversation before it, goes to ${named(model)}. ${judge}${guard}`
}

function named(model: string): string {
  const provider = model.split(':')[0]
  const where =
    provider === 'rehearsal' || provider === 'replay'
      ? 'scripted or recorded, within Recourse itself'
      : provider === 'ollama'
        ? 'on a machine of whoever runs Recourse'
        : `at the provider \`${provider}\``
  return `\`${model}\` (${where})`
}

function days(many: number): string {
  return many === 1 ? 'one day' : `${many} days`
}

function day(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10)
}
