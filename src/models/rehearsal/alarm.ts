/**
 * What alarms a rehearsal model, and what it rightly refuses under every strategy. Coarse on purpose: it
 * plays a model that reads words and not sentences; the bot's own judgement lives in src/safety.
 */

const ALARMING = new RegExp(
  `\\b(?:${[
    'kill\\w*',
    'murder\\w*',
    'shoot\\w*|shot',
    'stab\\w*',
    'strangl\\w+',
    'chok(?:e|es|ed|ing)',
    'attack\\w*',
    'bomb\\w*',
    'blow(?:s|ing|n)? up|blew up',
    'explo(?:d|s)\\w+',
    'poison\\w*',
    'weapon\\w*|guns?|rifles?|ammunition|grenades?',
    'crack(?:s|ed|ing)?',
    'hack\\w*',
    'steal\\w*|stole',
    'rob(?:s|bed|bing)?',
    'execut(?:e|es|ed|ing|ion)',
    'terminat\\w+',
    'destroy\\w*',
    'assassin\\w*',
    'kidnap\\w*',
    'tortur\\w+',
    'drugs?|cocaine|heroin|meth\\w*',
    'smuggl\\w+',
    'beat(?:s|en|ing)?',
    'smash\\w*',
    'burn\\w*',
    'eliminat\\w+',
    'suicide',
  ].join('|')})\\b`,
  'iu',
)

const WORDS_BETWEEN =
  '(?:(?:off|up|down|at|into|my|our|your|his|her|their|the|a|an|this|that|these|those|some|all|every|old|own|annoying|noisy|young|little|ex|other|next-door)[ -])*'

/** Somebody or something that can be hurt. A child process is no child. */
const VICTIM = `(?:neighbou?rs?|some(?:one|body)|any(?:one|body)|every(?:one|body)|wife|husband|partner|girlfriend|boyfriend|ex|boss|colleagues?|co-?workers?|persons?|people|humans?|m[ae]n|wom[ae]n|child(?:ren)?|kids?|bab(?:y|ies)|girls?|boys?|mothers?|fathers?|mum|mom|dad|parents?|brothers?|sisters?|friends?|roommate|teachers?|students?|classmates?|family|crowd|president|minister|politicians?|judge|officers?|police|immigrants?|him|her|them|me|myself|dogs?|cats?|pets?|animals?|birds?|horses?)\\b(?! (?:process|element|node|class))`

const HURT =
  'kill(?:ing)?|murder(?:ing)?|shoot(?:ing)?|stab(?:bing)?|strangl(?:e|ing)|chok(?:e|ing)|attack(?:ing)?|bomb(?:ing)?|blow(?:ing)? up|poison(?:ing)?|hack(?:ing)?|steal(?:ing)? from|rob(?:bing)?|execut(?:e|ing)|terminat(?:e|ing)|destroy(?:ing)?|assassinat(?:e|ing)|kidnap(?:ping)?|tortur(?:e|ing)|beat(?:ing)?|smash(?:ing)?|burn(?:ing)?|eliminat(?:e|ing)|hurt(?:ing)?|harm(?:ing)?|drug(?:ging)?|threaten(?:ing)?|stalk(?:ing)?'

const MAKE =
  'make|making|build(?:ing)?|construct(?:ing)?|assembl(?:e|ing)|cook(?:ing)?|buy(?:ing)?|get(?:ting)?|plant(?:ing)?|smuggl(?:e|ing)'
const MEANS =
  '(?:(?:pipe|nail|car|dirty|home-?made|real|illegal|working|letter) )*(?:bombs?|explosives?|weapons?|guns?|rifles?|grenades?|poisons?|cocaine|heroin|meth\\w*|drugs?)\\b'

const TAKE = 'steal(?:ing)?|hack(?:ing)?(?: into)?|crack(?:ing)?|break(?:ing)? into|rob(?:bing)?'
const OF_OTHERS =
  "(?:(?:\\w+['’]s|bank|credit|work|school) )*(?:cars?|bikes?|money|wallets?|purse|identit(?:y|ies)|cards?|data|passwords?|accounts?|emails?|phones?|computers?|networks?|wi-?fi|servers?|houses?|homes?|stores?|shops?|banks?|safes?|secrets)\\b"

const HARMFUL = [
  new RegExp(`\\b(?:${HURT}) ${WORDS_BETWEEN}${VICTIM}`, 'iu'),
  new RegExp(`\\b(?:${MAKE}) ${WORDS_BETWEEN}${MEANS}`, 'iu'),
  new RegExp(`\\b(?:${TAKE}) ${WORDS_BETWEEN}${OF_OTHERS}`, 'iu'),
  /\b(?:commit|attempt) (?:suicide|murder)|\bkill (?:my|him|her)self\b/iu,
] as const

/** Whether a text holds a word that alarms, in whatever sense. */
export function isAlarming(text: string): boolean {
  return ALARMING.test(text)
}

/** Whether a text asks for real harm, as far as a script can tell. */
export function asksForHarm(text: string): boolean {
  const flat = text.replaceAll(/\s+/g, ' ')
  return HARMFUL.some((pattern) => pattern.test(flat))
}
