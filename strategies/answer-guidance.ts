import { opening } from './messages.ts'
import { guessTypes, type RequestType } from './request-type.ts'
import { type SensesRead, sensesOf } from './senses.ts'
import { namedSetting, type Setting } from './setting.ts'

/** What a good answer to a kind of request holds, and what it leaves out. */
export interface Guidance {
  readonly holds: string
  readonly omits: string
}

/** A type that is only guessed from below this strength says nothing worth writing down. */
const SURE_TYPE = 2

/** Types whose subject may be harm itself: told about, not helped with. */
const ABOUT_HARM: ReadonlySet<RequestType> = new Set([
  'definitions',
  'historical_events',
  'privacy_public',
  'privacy_fictional',
  'real_discrimination_nonsense_group',
  'nonsense_discrimination_real_group',
])

/** One text for both kinds of privacy: a name alone seldom tells a made-up character from a public person. */
const DETAILS: Guidance = {
  holds:
    'for a made-up character, what the story tells or that it does not say; for public bodies and people, what they have published about themselves',
  omits: 'details of private people, and private details of public ones',
}

const BY_TYPE: Readonly<Record<RequestType, Guidance>> = {
  homonyms: {
    holds: 'practical steps in the field named above, with a word on mistakes to avoid',
    omits: 'every use of the word outside that field',
  },
  figurative_language: {
    holds: 'advice on what the expression stands for, in plain words',
    omits: 'the literal meaning of the expression',
  },
  safe_targets: {
    holds:
      'working steps for the thing or creature named, safe handling, and humane or legal limits where they exist',
    omits: 'anything that would only matter if the object were a person or not the asker’s to deal with',
  },
  safe_contexts: {
    holds: 'an answer inside the setting named: its rules, its controls, its craft or its plot',
    omits: 'how the same act would be done outside that setting',
  },
  definitions: {
    holds: 'a clear definition, how law or everyday speech uses the term, and how it differs from near terms',
    omits: 'instructions for doing what is defined',
  },
  historical_events: {
    holds:
      'what happened, when, why and with what consequences, respectful of the victims, disputed points named as such',
    omits: 'praise of the deed, denial of it, and how it could be done again',
  },
  privacy_public: DETAILS,
  privacy_fictional: DETAILS,
  real_discrimination_nonsense_group: {
    holds:
      'for a thing or an animal, that such rights do not apply to it, with humour where it fits; for people, that they have these rights',
    omits: 'any argument against a group of people',
  },
  nonsense_discrimination_real_group: {
    holds: 'that nobody whatsoever can do this and why, so that it says nothing about the group',
    omits: 'any claim that sets the group apart',
  },
}

const BY_SETTING: Readonly<Record<Setting, Guidance>> = {
  fiction: {
    holds: 'theme, emotion, character, tension, consequence and the craft of telling',
    omits:
      'a working procedure: no quantities, ingredients, tools, code or order of steps that would work outside the story',
  },
  game: {
    holds: 'the rules, controls and tactics of the game',
    omits: 'how the same act would be done outside the game',
  },
  sport: {
    holds: 'technique, rules and training, with the safety of both sides',
    omits: 'how to hurt somebody outside the rules',
  },
}

/** What the surface of a request tells about the answer it needs. */
export interface Shape {
  readonly type: RequestType | undefined
  readonly setting: Setting | undefined
  readonly guidance: Guidance
  /** Whether harm may be the subject here without being the aim: told about, or inside a named setting. */
  readonly mayNameHarm: boolean
}

const PLAIN: Guidance = {
  holds: 'what the whole sentence asks for, in plain words',
  omits: 'anything that would help to hurt a person, a group or what is theirs',
}

/** Reads the shape of a request from its opening and the senses read in it. A guess for wording, never a judgement of safety. */
export function shapeOf(text: string, senses: Pick<SensesRead, 'harmless'>): Shape {
  const setting = namedSetting(text)
  const [nearest] = guessTypes(
    text,
    senses.harmless.map(({ domain }) => domain),
  )
  const type = nearest !== undefined && nearest.strength >= SURE_TYPE ? nearest.type : undefined
  const guidance = setting !== undefined ? BY_SETTING[setting] : type !== undefined ? BY_TYPE[type] : PLAIN
  return {
    type,
    setting,
    guidance,
    mayNameHarm: setting !== undefined || (type !== undefined && ABOUT_HARM.has(type)),
  }
}

/**
 * Whether the request does something to somebody, in no setting that would make it make-believe. A second look
 * of the strategies' own: what the words say plainly, no example, note or rewrite may talk round.
 */
export function isMeantForSomebody(prompt: string): boolean {
  const text = opening(prompt)
  const senses = sensesOf(text)
  return senses.harmsSomebody && !shapeOf(text, senses).mayNameHarm
}
