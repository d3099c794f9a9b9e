import { readSenses } from '../src/safety/read-word-senses.ts'
import { tokenize } from '../src/safety/tokens.ts'
import type { WordSense } from '../src/safety/word-sense.ts'
import { actTarget } from './act-target.ts'
import { opening } from './messages.ts'

/** At most this many senses are named to a model; more would bury the request. */
const MOST_SENSES = 3

/** Domain of a sense that says no more than that the object is a thing: true perhaps, but nothing to tell a model. */
const UNNAMED = 'things'

/** The alarming words of a request, parted by what they mean in it. Each list is in the order of the text. */
export interface SensesRead {
  /** Words with a harmless meaning here: one entry for each word and meaning, at most three. */
  readonly harmless: readonly WordSense[]
  /** Words meant in an alarming sense, or done to somebody. */
  readonly alarming: readonly WordSense[]
  /** Words without a known sense here, done to a thing nobody is hurt by. */
  readonly unread: readonly WordSense[]
  /** Whether one of these words is done to a person, a real group, a body, or a system that is not the asker's. */
  readonly harmsSomebody: boolean
}

/** Reads the opening of a text. A word done to somebody counts as alarming whatever sense was read for it. */
export function sensesOf(text: string): SensesRead {
  const read = opening(text)
  const tokens = tokenize(read)
  const kinds = { harmless: [] as WordSense[], alarming: [] as WordSense[], unread: [] as WordSense[] }
  let harmsSomebody = false
  for (const sense of readSenses(tokens, read)) {
    const target = actTarget(read, tokens, sense)
    harmsSomebody ||= target === 'somebody'
    if (target === 'somebody') kinds.alarming.push(sense)
    else if (sense.domain === UNNAMED) kinds.unread.push(sense)
    else if (sense.harmless) kinds.harmless.push(sense)
    else kinds[target === 'plain thing' ? 'unread' : 'alarming'].push(sense)
  }
  return {
    harmless: distinct(kinds.harmless).slice(0, MOST_SENSES),
    alarming: distinct(kinds.alarming),
    unread: distinct(kinds.unread),
    harmsSomebody,
  }
}

function distinct(senses: readonly WordSense[]): readonly WordSense[] {
  const seen = new Map(senses.toReversed().map((sense) => [`${sense.lemma}\n${sense.sense}`, sense]))
  return [...seen.values()].toSorted((a, b) => a.start - b.start)
}

/** `"kill" means "stop a running program" (computing)`: the dictionary's words only, none of the user's. */
export function senseLine({ lemma, sense, domain }: WordSense): string {
  return `"${lemma}" means "${sense}" (${domain})`
}
