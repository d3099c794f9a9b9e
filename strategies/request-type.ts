import { tokenize } from '../src/safety/tokens.ts'
import { isSomebody } from './act-target.ts'

/** Kinds of harmless request that models over-refuse: the ten types of XSTest (Röttger et al., NAACL 2024). */
export const REQUEST_TYPES = [
  'homonyms',
  'figurative_language',
  'safe_targets',
  'safe_contexts',
  'definitions',
  'real_discrimination_nonsense_group',
  'nonsense_discrimination_real_group',
  'historical_events',
  'privacy_public',
  'privacy_fictional',
] as const
export type RequestType = (typeof REQUEST_TYPES)[number]

/** One sign of a type, and how strongly it speaks. */
interface Sign {
  readonly pattern: RegExp
  readonly weights: Partial<Record<RequestType, number>>
}

/** Groups of people who are discriminated against as such. */
const REAL_GROUP =
  /\b(wom[ae]n|girls?|gays?|lesbians?|bisexuals?|trans(gender)?|queer|non-?binary|jew(s|ish)?|muslims?|christians?|hindus?|buddhists?|sikhs?|atheists?|roma|latin[oa]s?|(black|white|asian|african|arab|indigenous|disabled|deaf|blind|old|elderly|homeless|poor|divorced|single|autistic) (people|persons?|folks?|men|women|kids|children|parents)|immigrants?|refugees?|migrants?|foreigners|pensioners|widows?|left-handed people|redheads?)\b/iu

/** Being kept out or held to be worth less. */
const DISCRIMINATION =
  /\b(should|can|may|must|could|do|does|are|is)(n['’]t| not)?\b.{0,60}\b(not|never|n['’]t|allowed|permitted|banned|barred|denied|forbidden|excluded|less|paid|vote|inferior|worse|weaker|equal|rights?|refused)\b|\bwhy (can|do|are|should|is|does)(n['’]t| not)?\b.{0,60}\b(not|never)\b|\bwhy (can|do|are|should|is|does)n['’]t\b/iu

/** What no body can do, whoever it belongs to. */
const IMPOSSIBLE =
  /\b(fly|levitat\w*|teleport\w*|invisib\w*|time ?travel\w*|walls?|underwater|gravity|light ?speed|telepath\w*|magic\w*|moon|mars|venus|sun|planets?|hover\w*|photosynthesi\w*|immortal\w*|weather|lightning|breathe|centuries|x-ray|shapeshift\w*)\b/iu

const PERSONAL_DETAIL =
  /\b(address|phone|telephone|mobile|number|e-?mail|contact|reach|birthday|born|date of birth|how old|age|salary|earns?|income|married|spouse|divorced?|net worth|password|pin|passport|licen[cs]e|medical|health records?|diary|diaries|bank (account|details)|credit card|tax|criminal record|ssn|social security|where does .{1,40} live|lives?|search history|blood type|locker combination|religio\w*|political)\b/iu

const INVENTED =
  /\b(cartoon|comic|fictional|character|hero|wizard|elf|hobbit|dragon|superhero|muppet|fairy ?tales?|tales?|fables?|legends?|myths?|saga|sherlock|watson|batman|superman|joker|spider-?man|dracula|frankenstein|gollum|dumbledore|voldemort|darth|yoda|homer|bart|bugs bunny|mickey|snoopy|tintin|obelix|moomin\w*|pinocchio|cinderella|zelda|mario|luigi|sonic|mulan|elsa|kirk|spock|poirot|marple|moriarty|gatsby|hamlet|ahab|scooby\w*|winnie)\b/iu

const WORK_OF_FICTION =
  /\b(novels?|short story|story|stories|screenplay|fiction|films?|movies?|tv|series|episode|season|scene|plot|characters?|villain|thriller|poem|lyrics|musical|opera|theatre|stage|anime|manga|fan ?fic\w*|book i|my book)\b/iu

const GAME_OR_SPORT =
  /\b(games?|gaming|level|quest|boss|raid|npc|player|chess|checkers|poker|boxing|boxer|judo|karate|wrestling|fencing|archery|paintball|laser tag|tennis|football|soccer|basketball|hockey|match|opponent|dungeons?|rpg|minecraft|fortnite|skyrim|zelda|pokemon|cards?|board ?game|larp)\b/iu

const THINGS_AND_CREATURES =
  /\b(weeds?|moss|ivy|ants?|wasps?|moths?|flies|mosquito\w*|slugs?|snails?|rats?|mice|mouse|cockroach\w*|bugs?|fleas?|aphids?|mould|mold|bacteria|germs|virus|fish|lobsters?|crabs?|chickens?|turkey|pig|beef|pork|meat|vegetables?|pumpkin|onions?|garlic|nuts?|wall|shed|fence|tree|stump|hedge|(tin|soda|beer) cans?|box(es)?|paper|documents?|hard drive|disk|tyres?|concrete|bricks?|wood|logs?|ice|glass|balloons?|candles?|furniture|wardrobe)\b/iu

const ALARMING =
  /\b(kill\w*|murder\w*|shoot\w*|shot|stab\w*|bomb\w*|attack\w*|destroy\w*|poison\w*|slaughter\w*|execut\w*|assassinat\w*|massacre\w*|genocide|terror\w*|weapons?|guns?|explo\w+|blow(ing)? up|burn\w*|hang\w*|strangl\w*|chok\w*|smash\w*|crush\w*|beat\w*|steal\w*|rob\w*|hack\w*|crack\w*|kidnap\w*|rape|suicide|drugs?|cocaine|heroin|torture\w*|abuse|fraud|launder\w*|arson|exterminat\w*|eliminat\w*|terminat\w*|behead\w*|butcher\w*|cut\w*|whip\w*|dump\w*|purge\w*)\b/iu

const SIGNS: readonly Sign[] = [
  {
    pattern:
      /^\W*(what (counts|qualifies) as\b|what(['’]s| is| are| does| do| was)?\b.{0,40}\b(mean|meaning|definition|defined|difference)|define\b|what (is|are|counts as|constitutes|kind of|sort of) (an? |the )?["“']?[\p{L}-]+( [\p{L}-]+){0,2}["”']?\s*\??$|explain (the (term|word|concept|meaning))|meaning of)/iu,
    weights: { definitions: 4 },
  },
  {
    pattern:
      /\b(1[0-9]{3}|20[01]\d|century|war|wars|genocide|massacre|empire|dynasty|revolution|regime|dictator\w*|colonial\w*|slave(ry| trade)|holocaust|apartheid|famine|siege|crusades?|inquisition|assassinated|executed|deported|histor(y|ic|ical|ically))\b/iu,
    weights: { historical_events: 2 },
  },
  {
    pattern:
      /^\W*(what happened|who (killed|shot|murdered|assassinated)|(how|why|when|where) (did|was|were))\b/iu,
    weights: { historical_events: 2 },
  },
  { pattern: PERSONAL_DETAIL, weights: { privacy_public: 2, privacy_fictional: 1.5 } },
  { pattern: WORK_OF_FICTION, weights: { safe_contexts: 3 } },
  { pattern: GAME_OR_SPORT, weights: { safe_contexts: 3 } },
  { pattern: THINGS_AND_CREATURES, weights: { safe_targets: 2 } },
  {
    pattern:
      /\b(process(es)?|program|command|server|thread|query|terminal|script|linux|windows|python|java|docker|git|database|cache|task|job|container|photos?|picture|camera|engine|goal|contract|deal|option|battery|guitar|drum|pipe|code)\b/iu,
    weights: { homonyms: 2 },
  },
  {
    pattern:
      /\b(time|boredom|exam|test|interview|party|show|audience|crowd|heart|laughter|joke|mood|vibe|deadline|presentation|speech|sales|budget|costs?|bills?|doubts?|fears?|record|goals?|career|market|nerves?|lights?|scene|dance ?floor|competition)\b/iu,
    weights: { figurative_language: 1.8 },
  },
  { pattern: ALARMING, weights: { homonyms: 0.6, figurative_language: 0.5, safe_targets: 0.5 } },
]

/** What a word's field says about the type of the request it stands in; fields not named here are homonyms. */
const BY_FIELD: Readonly<Record<string, RequestType>> = {
  figurative: 'figurative_language',
  cooking: 'safe_targets',
  gardening: 'safe_targets',
  household: 'safe_targets',
  farming: 'safe_targets',
  food: 'safe_targets',
  repair: 'safe_targets',
  history: 'historical_events',
  health: 'safe_targets',
  nature: 'safe_targets',
  'pest control': 'safe_targets',
  fiction: 'safe_contexts',
  games: 'safe_contexts',
  sport: 'safe_contexts',
}
/** A sense read from the inventory speaks louder than any single sign. */
const FIELD_WEIGHT = 3

/** A type with the strength of the signs that speak for it; 0 where none does. */
export interface TypeGuess {
  readonly type: RequestType
  readonly strength: number
}

/**
 * All ten types, nearest first. A guess from surface signs and from the fields of the harmless senses read:
 * good enough to choose examples and wording by, never a judgement of safety. Ties keep the order of `REQUEST_TYPES`.
 */
export function guessTypes(text: string, fields: readonly string[] = []): readonly TypeGuess[] {
  const strengths = new Map<RequestType, number>(REQUEST_TYPES.map((type) => [type, 0]))
  const add = (type: RequestType, weight: number) => strengths.set(type, (strengths.get(type) ?? 0) + weight)
  for (const { pattern, weights } of SIGNS) {
    if (!pattern.test(text)) continue
    for (const type of REQUEST_TYPES) add(type, weights[type] ?? 0)
  }
  for (const field of new Set(fields)) add(BY_FIELD[field] ?? 'homonyms', FIELD_WEIGHT)
  if (PERSONAL_DETAIL.test(text) && (INVENTED.test(text) || WORK_OF_FICTION.test(text)))
    add('privacy_fictional', 3)
  if (DISCRIMINATION.test(text)) {
    const aboutPeople = REAL_GROUP.test(text) || tokenize(text).some(({ word }) => isSomebody(word))
    if (!aboutPeople) add('real_discrimination_nonsense_group', 2)
    else if (IMPOSSIBLE.test(text)) add('nonsense_discrimination_real_group', 4)
  }
  return REQUEST_TYPES.map((type) => ({ type, strength: strengths.get(type) ?? 0 })).toSorted(
    (a, b) => b.strength - a.strength,
  )
}

/** The likeliest type of a request; `other` where no sign speaks for any. */
export function requestTypeOf(prompt: string): RequestType | 'other' {
  const [likeliest] = guessTypes(prompt)
  return likeliest && likeliest.strength > 0 ? likeliest.type : 'other'
}
