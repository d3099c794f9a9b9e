import type { NounClass } from './noun-classes.ts'

/** What makes the doing of an alarming word harmful, beside people and groups. */
const HARM_ON: Readonly<Record<string, readonly NounClass[]>> = {
  blow: ['building', 'vehicle', 'animal', 'money'],
  bomb: ['building', 'vehicle', 'animal'],
  nuke: ['building', 'animal'],
  explode: ['building', 'vehicle'],
  fire: [],
  burn: ['building', 'vehicle', 'animal', 'money'],
  torch: ['building', 'vehicle', 'animal'],
  destroy: ['building', 'vehicle'],
  demolish: [],
  smash: ['building', 'vehicle', 'body', 'animal'],
  crush: ['body', 'animal'],
  break: ['body', 'animal', 'building', 'account'],
  cut: ['body', 'animal'],
  wreck: ['building'],
  crash: ['vehicle', 'building', 'account', 'software', 'device'],
  steal: [
    'money',
    'vehicle',
    'device',
    'account',
    'weapon',
    'substance',
    'animal',
    'document',
    'household',
    'software',
    'media',
    'business',
    'food',
    'building',
    'message',
    'instrument',
  ],
  rob: ['building', 'vehicle', 'money'],
  hijack: ['vehicle', 'device', 'account'],
  hack: ['software', 'device', 'account', 'building', 'business', 'vehicle', 'money', 'goal', 'message'],
  crack: ['account', 'body', 'software', 'device'],
  exploit: ['software', 'animal', 'account'],
  inject: ['substance', 'account'],
  smuggle: ['substance', 'weapon', 'animal', 'money', 'account'],
  traffic: ['substance', 'weapon', 'animal'],
  attack: ['building', 'account', 'animal', 'software'],
  strike: ['building', 'animal', 'body'],
  hit: ['animal', 'body', 'building'],
  kidnap: ['animal'],
  shoot: ['animal', 'vehicle', 'body', 'building', 'substance'],
  shot: [],
  slay: ['animal'],
  dump: ['substance', 'animal'],
  bleed: ['animal'],
  hunt: [],
  rip: ['body', 'animal'],
  drug: ['animal', 'food'],
  gun: [],
  weapon: [],
}
const ON_LIFE: readonly NounClass[] = ['animal', 'body']

/** Words whose harmful sense is rare: without a clear sign they raise no alarm. */
const MILD = new Set(
  'high drop cut speed pot waste hit break virus traffic trap dump beat strike fire burn shot die drug weed acid coke dope roast crash rip hunt gun weapon eliminate execute terminate choke bleed crush smash crack exploit inject destroy torch wreck hang throttle punch bomb attack blow'.split(
    ' ',
  ),
)
/** Words whose object hardly matters to the alarm. */
const GRAVE = new Set(
  'murder assassinate rape lynch behead kidnap torture slaughter massacre strangle stab suicide rob hijack kill'.split(
    ' ',
  ),
)

/** Kinds of things that nobody is hurt through. */
export const THINGS: ReadonlySet<NounClass> = new Set<NounClass>([
  'software',
  'device',
  'media',
  'sport',
  'game',
  'pest',
  'germ',
  'plant',
  'food',
  'abstract',
  'goal',
  'message',
  'contract',
  'household',
  'document',
  'performance',
  'instrument',
])
/** Words whose harm lies in the deed, whatever it is done to. */
const DEEDS = new Set(
  'steal rob hack hijack exploit inject smuggle traffic drug virus weapon gun bomb explode acid coke dope weed pot suicide die rape poison crash burn fire torch shot drop dump high speed nuke'.split(
    ' ',
  ),
)

/** Whether the word is about hurting or breaking, and is done to a thing here, so that nobody is hurt. */
export function sparesPeople(lemma: string, kind: NounClass): boolean {
  return THINGS.has(kind) && !DEEDS.has(lemma) && !harmsTarget(lemma, kind)
}

/** Words that are not done to people; a person after them is no victim. */
const NOT_DONE_TO_PEOPLE = new Set(
  'drop high speed pot weed die virus acid coke dope gun weapon shot drug crash waste suicide crack-cocaine'.split(
    ' ',
  ),
)

/** Whether doing this to a thing of this kind is harm. People and groups always count. */
export function harmsTarget(lemma: string, kind: NounClass): boolean {
  if (kind === 'person' || kind === 'group') return !NOT_DONE_TO_PEOPLE.has(lemma)
  return (HARM_ON[lemma] ?? ON_LIFE).includes(kind)
}

/** Small words that make a verb with a person after it an everyday one: "break up with", "hang out with". */
const EVERYDAY_WITH: Readonly<Record<string, readonly string[]>> = {
  break: ['up', 'with', 'to'],
  crush: ['on'],
  hang: ['out', 'around', 'with'],
  cut: ['off', 'with'],
  drop: ['off', 'by'],
  hit: ['on', 'up'],
  strike: ['up', 'with'],
}
const AIMED = ['at', 'on', 'upon', 'into']

/**
 * Whether doing this to a person is an everyday matter in some sense, so that the alarm cannot be sure.
 * @param between the words between the verb and the person
 */
export function isEverydayWith(lemma: string, between: readonly string[]): boolean {
  if (lemma === 'fire') return !between.some((word) => AIMED.includes(word))
  return between.some((word) => EVERYDAY_WITH[lemma]?.includes(word))
}

/** Everyday words: a harmless sense of them says nothing about the request. */
export const EVERYDAY = new Set('high speed traffic waste drop cut break'.split(' '))

/** How loud a word alarms while its sense is open. */
export function alarmOf(lemma: string): 'mild' | 'strong' | 'grave' {
  if (GRAVE.has(lemma)) return 'grave'
  return MILD.has(lemma) ? 'mild' : 'strong'
}
