import type { Command } from 'commander'
import type { Person } from '../bot-types.ts'
import { type AnswerMemory, stateAnswers } from '../comparison/answer-memory.ts'
import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import type { DestinationStream } from '../logger.ts'
import { createPrivacy } from '../privacy.ts'
import { keyedState } from '../store/keyed-state.ts'
import { openState } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import { type Terminal, write } from './output.ts'
import { missingKeyFile, openRecords, pseudonymKeys, pseudonymsOf } from './records.ts'

/** What it works on. */
export interface PersonTools {
  readonly store: Store
  readonly answers: Pick<AnswerMemory, 'delete'>
  readonly namesOf: (person: Person) => readonly string[]
  readonly retentionDays?: number
  close(): Promise<void>
}

/** `recourse person`: what `/privacy download` and `/forget` do, for somebody who cannot type them. */
export function addPersonCommand(
  program: Command,
  terminal: Terminal,
  open: () => Promise<PersonTools>,
): void {
  program
    .command('person')
    .description('all that is stored of one person, as JSON; or erase it')
    .requiredOption('--platform <name>', 'slack, discord or web')
    .requiredOption('--workspace <id>', 'the workspace or server; direct for direct messages on Discord')
    .requiredOption('--user <id>', 'the person, by the id that the platform has for them')
    .option('--forget', 'erase it, as /forget does, and write nothing out')
    .addHelpText(
      'after',
      [
        '',
        'The key of the pseudonyms has to be there: without it nobody can tell what is of whom.',
        '',
        'Examples:',
        '  recourse person --platform slack --workspace T012AB3C4 --user U061F7AUR > their-data.json',
        '  recourse person --platform slack --workspace T012AB3C4 --user U061F7AUR --forget',
        '',
      ].join('\n'),
    )
    .action(async ({ forget, ...person }: Person & { forget?: true }) => {
      const { store, answers, namesOf, retentionDays, close } = await open()
      try {
        const names = namesOf(person)
        if (forget) {
          for (const key of await store.rememberedAnswers(names)) await answers.delete(key)
          const { exchanges, comparisons, votes } = await store.forget(names)
          await write(
            terminal.stdout,
            `Erased: requests ${exchanges}, comparisons ${comparisons}, votes ${votes}.\n`,
          )
          return
        }
        const { personalFile } = createPrivacy({
          ...{ store, namesOf, now: Date.now, modelAt: async () => '' },
          dataFlow: retentionDays === undefined ? {} : { retentionDays },
        })
        for await (const piece of personalFile(person)) await write(terminal.stdout, piece)
      } finally {
        await close()
      }
    })
}

export async function openPerson(config: Config, logs: DestinationStream | undefined): Promise<PersonTools> {
  const store = await openRecords(config, { logs })
  try {
    const missing = missingKeyFile(config)
    if (missing !== undefined) {
      throw new InputError(
        `There is no key file "${missing}", without which nobody can tell what is of whom: run this where Recourse runs, put the file back from its copy, or set PSEUDONYM_KEY.`,
      )
    }
    const keys = await pseudonymKeys(config)
    const { pseudonym, formerPseudonyms } = pseudonymsOf(keys)
    const state = await openState({ url: config.stateUrl })
    const caches = keyedState(state, keys.key, keys.former)
    return {
      store,
      answers: stateAnswers(caches),
      namesOf: (person) => [...new Set([pseudonym(person), ...formerPseudonyms(person)])],
      ...(config.retentionDays !== undefined && { retentionDays: config.retentionDays }),
      async close() {
        await state.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
