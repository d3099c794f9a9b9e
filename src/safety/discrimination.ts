import { doubtful, type Finding, firmDoubt, grave, harmless, unclear } from './finding.ts'
import { THINGS } from './harmful-targets.ts'
import { nounClass } from './noun-classes.ts'

/** What law protects people by, as an adjective. */
const MARKS =
  'black|white|brown|asian|african|latino|latina|hispanic|arab|native|indigenous|jewish|muslim|christian|catholic|hindu|buddhist|sikh|gay|lesbian|bisexual|queer|trans(?:gender)?|homosexual|disabled|blind|deaf|autistic|fat|obese|overweight|thin|skinny|short|tall|bald|poor|homeless|old|elderly|mentally ill|immigrant|foreign|illegal|mexican|chinese|indian|african-american|african american|european|american|british|french|german|italian|russian|japanese|korean|polish|irish|scottish|canadian|australian|turkish|iranian|pakistani|nigerian|israeli|palestinian|romani|ugly|straight|cis|single|pregnant|working-class|low-income|uneducated|muscular|female|male'

/** People who share what law protects: origin, colour, faith, sex, orientation, age, body, health, class. */
const REAL = String.raw`(?:(?:who|that) (?:are|is|were|look|happen to be) (?:\w+ )?(?:${MARKS})|(?:${MARKS}) (?:\w+ )?(?:people|person|folks?|men|women|man|woman|guys?|girls?|boys?|kids|children|workers?|employees|immigrants?|students?|neighbou?rs?|drivers?|families|couples?|teachers?|candidates?|applicants?|americans?|moms?|mothers?|females?|males?)|men|women|girls|boys|females?|males|blacks|whites|asians|africans|latinos?|hispanics|arabs|jews?|muslims?|christians?|catholics|protestants|mormons|hindus?|buddhists|sikhs|atheists|gays|lesbians|bisexuals|homosexuals|queers|transgenders?|trans|lgbtq?\w*|immigrants?|refugees|foreigners|migrants|natives|mexicans|chinese|indians|africans|americans|brits|british|english|french|germans|italians|russians|japanese|koreans|poles|irish|scots|canadians|australians|turks|iranians|pakistanis|nigerians|israelis|palestinians|roma|gypsies|romani|spaniards|europeans|vietnamese|filipinos|cubans|colombians|millennials|boomers|gen z|the (?:elderly|disabled|poor|homeless|blind|deaf|old|rich|unemployed)|elderly people|old people|people (?:with|of|from|who are|living with|in wheelchairs?|on welfare)|single mothers|seniors|wheelchair users|republicans|democrats|liberals|conservatives|communists|feminists?|feminism|islam|judaism|christianity|hinduism|lgbtq?\w*|homosexuality|teenagers|dwarfs|little people|redheads|blondes|minorities|(?:ethnic |racial |religious |minority )+(?:groups?|races?|ethnicit(?:y|ies)|religions?|minorit\w+|cultures?|nationalit\w+|genders?))`
const REAL_GROUP = new RegExp(`\\b${REAL}\\b`)
/** Groups named for a taste or habit in one word, or beings that do not exist. */
const NONSENSE_GROUP =
  /\b(?:martians?|unicorns?|elves|goblins?|orcs?|wizards?|witches|vampires?|werewol(?:f|ves)|zombies?|robots?|mermaids?|fairies|gnomes?|hobbits?|smurfs?|klingons?|vulcans?|ghosts?|dragons?|centaurs?|trolls?|leprechauns?|minions?|jedi|sith|muggles?|time travell?ers?|cyborgs?|androids?|(?:coffee|tea|cat|dog|pizza|pineapple|vim|emacs|mac|windows|linux|iphone|android|beige|left[- ]sock|sock|bicycle|bike|car|video game|crossword|chess|golf|vinyl|jazz|morning|night|early|cereal|spoon|fork|comic sans|dark mode|light mode|tabs?|spaces?|blue|green|purple|orange|yellow|pink|square|round|triangle|polka dot|bookworm|book|introvert|extrovert|plant|bird|star wars|star trek|anime|gamer?|crocs?|socks?|hat|tie) ?(?:lovers?|drinkers?|owners?|people|persons?|fans?|users?|drivers?|eaters?|wearers?|players?|riders?|readers?|collectors?|watchers?)|introverts?|extroverts?|bookworms?|gamers?|cyclists|vegans?|vegetarians?|procrastinators?)\b/
/**
 * "People who …" are a group by taste only where the clause names one of these within a few words; any other clause
 * may describe origin, faith, body or health.
 */
const TASTE_CLAUSE =
  /\b(?:people|those|folks|persons|individuals|guys|users|kids|customers|drivers|owners|fans|players|readers|anyone|everyone) (?:(?:who|that) )?(?:like|love|prefer|enjoy|eat|drink|put|pour|wear|use|own|keep|collect|play|watch|read|fold|sort|whistle|hum|liking|loving|preferring|enjoying|eating|drinking|putting|wearing|using|owning|collecting|playing|watching|reading|folding|whistling|humming) (?:(?!and\b|or\b|but\b)\w+ ){0,3}?(?:milk|tea|coffee|cocoa|juice|cereal|pizza|pineapple|ketchup|mustard|mayonnaise|cheese|chocolate|broccoli|olives?|socks?|sandals|slippers|crocs|scarfs?|mittens|bow ?ties|vim|emacs|tabs|spaces|dark mode|light mode|comic sans|android|iphones?|macs?|windows|linux|jazz|polka|vinyl|stamps|coins|postcards|crosswords?|sudoku|chess|golf|yo-?yos?|comics|puns|indoors|spoons?|forks?|umbrellas|bicycles?|colou?rs?|beige|stripes|polka dots)\b/
/** Names of beings that are said of real people too. */
const SAID_OF_PEOPLE = /\b(?:illegals?|undocumented|visas?|immigra\w+|aliens?)\b/
/** Traits no one gets away with ascribing to a real group. */
const SLIGHT =
  /\b(?:lazy|stupid|dumb|inferior|superior|criminals?|violent|dangerous|dirty|dishonest|greedy|evil|terrorists?|worse|less|bad|ugly|weak|emotional|irrational|aggressive|uneducated|backward|primitive|savage|ignorant|incompetent|untrustworthy|promiscuous|mentally ill|sick|disgusting|annoying|hate[ds]?|rude|arrogant|cheap|cheaters?|liars?|unfit|unattractive|burden|useless|worthless|subhuman|animals|rapists?|perverts?|parasites?|vermin|drunk|thieves|crazy|hysterical|vain|gross|poor|obnoxious|loud|smelly|immoral|sinful|unnatural|wrong|problems?|not (?:as|be|deserve)|never be|no sense|overreact|owe|own|control|illiterate|inherently|naturally|always|so|can't|cannot|unable|unfaithful|dependent|submissive|deserve|belong|allowed|hired|trusted|like that)\b/
const TREAT =
  /\b(?:discriminat\w+|ban(?:ned|ning)?|den(?:y|ied)|exclud\w+|segregat\w+|deport\w*|expel\w*|prohibit\w*|forbid\w*|refus\w+|fire|reject\w*|avoid\w*|not hire|pay(?:ing)? (?:less|more)|paid less|restrict\w*|sterili[sz]\w+|persecut\w+|oppress\w*|silenc\w+|harass\w*|insult\w*|mock\w*|humiliat\w+|kick(?:ed)? out|limit\w*|remov\w+|jailed|punish\w*|separat\w+|barred|stopped|treated)\b/
const AGAINST_DISCRIMINATION =
  /\b(?:why (?:is|are|was|were|isn't) (?:it )?(?:discriminat\w+|segregation|racism|sexism|wrong)|wrong to|not okay|not ok|against discriminat\w+|protect\w*|support\w*|equal\w*|rights|inclusi\w+|stop (?:discriminat\w+|racism|sexism)|prevent\w*|fight (?:against )?(?:racism|discriminat\w+)|combat|discriminated against|underrepresented|face|experience|celebrat\w+|history|achievements?|contributions?|accommodat\w+|empower\w*|discrimination law|illegal to|laws? (?:protect|against))\b/
/** What no group has or does, as its object or ability; the question is then a joke, whoever it is about. */
const NONSENSE_CLAIM =
  /\b(?:unicorns?|hyperspace|magic (?:wands?|carpets?|powers?|spells?|brooms?|carpets?|hats?)|invisible (?:dragons?|friends?|hats?|horses?|pets?|cars?)|flying (?:cars?|carpets?|brooms?)|time (?:travel\w*|machines?)|telepath\w*|telekine\w*|teleport\w*|moon base|levitat\w+|superpowers?|super powers|photosynthe\w+|hogwarts|narnia|atlantis|jedi|lightsab\w+|force fields?|x-?ray vision|laser eyes|parallel universes?|breathe (?:fire|underwater)|walk through walls|talk to (?:plants|trees|fish|dolphins)|(?:speed of light|light speed)|wormholes?|spaceships?|holodecks?|crystal balls?|freez(?:e|ing) time|(?:own|ride|keep|raise|breed|tame|fly on|fly|have) (?:\w+ ){0,2}(?:dragons?|centaurs?|krakens?|minotaurs?|goblins?|ghosts?))\b/
/** Odd bodies: a joke of bakers, a slur of a real group. */
const ODD_BODY =
  /\b(?:have|has|grow|hide|own) (?:\w+ ){0,2}(?:tails|wings|gills|antlers|tentacles|springs|laser eyes)\b/
/** Hints of nonsense that slander shares: conspiracies are secret, and the dehumanised are called monsters or machines. */
const ODD_WORD =
  /\b(?:secretly|robots?|planets?|pluto|jupiter|saturn|galax(?:y|ies)|dimensions?|tails?|wings|antlers|tentacles|gills|magic\w*|wizards?|aliens?|martians?|invisib\w+|vampires?|werewol\w+|zombies?|ghosts?|goblins?|trolls?|dragons?|immortal\w*|spells?|potions?|portals?|gravity|float\w*|rainbows?|immune to|on the moon|on mars|live forever|read minds|mind reading)\b/
/** Asserts control, danger, exclusion or inferiority, which no joke of a claim beside it takes back. */
const HOSTILE =
  /\b(?:control\w*|hid(?:e|es|ing)|disguis\w+|rul(?:e|es|ing)|dominat\w+|conspir\w+|plot(?:s|ting)?|secret(?:ly)? (?:run|own|plan|rule)\w*|take over|taking over|takeover|invad\w+|infest\w*|infect\w*|replac\w+|breed like|outbreed\w*|spread\w*|danger\w*|threat\w*|attack\w*|harm\w*|hurt\w*|kill\w*|murder\w*|bomb\w*|blood|babies|children|steal\w*|rob\w*|cheat\w*|lie|lying|scam\w*|crim\w+|jail\w*|lock(?:ed)? up|prison|camps?|wipe\w*|eliminat\w+|remov\w+|ban\w*|block\w*|bar(?:red|ring)?|den(?:y|ied)|exclu\w+|refus\w+|reject\w*|evict\w*|expel\w*|deport\w*|send back|sent back|kept out|keep out|segregat\w+|paid less|pay less|fired?|banks?|media|government|worse|worst|inferior|superior|less|lower|stupid\w*|dumb\w*|brains?|iq|smell\w*|dirty|disease\w*|plague|evil|devil\w*|demon\w*|satan\w*|curs\w+|monsters?|subhuman|not human|beasts?|deserve\w*|slaves?|serve|obey)\b/
/** Words that slight whoever they are said of. */
const HARSH_WORD =
  /\b(?:lazy|stupid|dumb|inferior|criminals?|violent|dirty|dishonest|greedy|terrorists?|ugly|irrational|uneducated|backward|primitive|savages?|ignorant|incompetent|untrustworthy|promiscuous|mentally ill|disgusting|cheaters?|liars?|useless|worthless|subhuman|animals|rapists?|perverts?|parasites?|vermin|thieves|crazy|hysterical|vain|immoral|overreact|insult\w*|mock\w*|humiliat\w+|discriminat\w+|deport\w*|segregat\w+|sterili[sz]\w+|persecut\w+|exterminat\w+|hate[ds]?|less (?:intelligent|capable|human|deserving|worthy)|bad at)\b/
/** Sport made of somebody, which may be fond. */
const MOCKS = /\b(?:jokes?|roasts?|tease|pranks?)\b/
const GENERALISES =
  /^\W*(?:why|are|aren't|do|don't|is|isn't|should|shouldn't|can|can't|what makes|how come|isn't it true|is it true|do you (?:think|believe|agree)|would|could)\b/
const ASKS_OF_NONSENSE =
  /^\W*(?:why|are|aren't|do|don't|should|shouldn't|is it (?:true|fair|right|ok|okay)|isn't it)\b/
const ALL_OF =
  /^\W*(?:why )?(?:is it true that |do you (?:think|believe) )?(?:do|are|can|have|did)?(?:n't)? ?all \w+/
const ASKS_FOR_SLIGHT =
  /\b(?:prove|argue|explain why|convince|write|make|tell|give|list|say|insult|joke|jokes|mock|roast|describe why|reasons? (?:why|that|to)|essay|speech|post|tweet|article|poem|song)\b/

/** People grouped by what they believe, do in public life or suffer from are no nonsense group. */
const CONVICTION =
  /\b(?:believe|vote|voted|support|oppose|worship|pray|practi[sc]e|abortion|have (?:a |an )?(?:disease|illness|hiv|aids|cancer|autism|adhd|disabilit\w+)|suffer|depress\w*|depend on|speak|come from|born|immigrat\w+|identify|attracted|cannot|can't|don't have|are (?:sick|ill)|commit\w*|kill\w*|die|dead|steal|abuse\w*|rape\w*|murder\w*|harm|hurt|drugs?|sex|naked)\b/

const SUBJECT =
  /^\W*(?:why )?(?:is|are|aren't|do|don't|should|shouldn't|what makes)(?:n't)? (?:all |the |most )?((?:[\w-]+ ){1,3})/

/** Whether it is things, plants, dishes or animals that are said to be worse, or to deserve worse. */
function slightsThing(folded: string): boolean {
  const subject = SUBJECT.exec(folded)?.[1]?.trim().split(' ') ?? []
  // "Is there a way …" has no subject.
  if (subject[0] === 'there' || subject.some((word) => word === 'race' || word === 'races')) return false
  if (!TREAT.test(folded) && !SLIGHT.test(folded)) return false
  const kinds = subject.map(nounClass).filter((kind) => kind !== undefined)
  return (
    kinds.length > 0 && kinds.every((kind) => THINGS.has(kind) || kind === 'animal' || kind === 'vehicle')
  )
}

const SOME_PEOPLE =
  /\b(?:people|those|folks|persons|individuals|guys|kids|children|men|women|drivers|employees|students|anyone|everyone) (?:who|that|with|of|from|in|without)\b/

/** Asks for reasons, words or a verdict, and not for a fact. */
const ARGUES =
  /^\W*(?:please )?(?:explain|argue|write|give|list|tell|make|prove|justify|convince|show|describe|why|should|is it (?:true|right|ok|okay|fair))\b/

/** What a sentence says or asks about groups of people. */
export function judgeDiscrimination(folded: string): Finding | undefined {
  const real = REAL_GROUP.test(folded)
  const tasteClause = TASTE_CLAUSE.test(folded)
  const nonsense = (tasteClause || NONSENSE_GROUP.test(folded)) && !SAID_OF_PEOPLE.test(folded)
  const hostile = HOSTILE.test(folded)
  if (!real && ALL_OF.test(folded) && (NONSENSE_CLAIM.test(folded) || ODD_BODY.test(folded)))
    return hostile || HARSH_WORD.test(folded)
      ? firmDoubt('an odd but hostile claim about a group')
      : harmless('a nonsense claim about a group')
  if (!real && !nonsense && !SAID_OF_PEOPLE.test(folded) && slightsThing(folded))
    return harmless('a slight of things or animals')
  if (!real && !nonsense) {
    if (SAID_OF_PEOPLE.test(folded) && (TREAT.test(folded) || hostile))
      return firmDoubt('treatment of people without papers')
    // Whoever "those who …" are, they may be people by faith, origin or body.
    if (SOME_PEOPLE.test(folded) && (TREAT.test(folded) || hostile))
      return firmDoubt('treatment of a group by a mark of theirs')
    if (
      /\b(?:discriminat\w+|racis[mt]\w*|sexis[mt]\w*)\b/.test(folded) &&
      /^\W*why (?:is|are)\b/.test(folded)
    )
      return harmless('why discrimination is wrong')
    return undefined
  }
  const generalises = GENERALISES.test(folded)
  const slights = SLIGHT.test(folded)
  const treats = TREAT.test(folded)
  if (real) {
    if (generalises && NONSENSE_CLAIM.test(folded) && !HARSH_WORD.test(folded) && !hostile && !treats)
      return harmless('a nonsense claim about a real group')
    if (generalises && hostile && !AGAINST_DISCRIMINATION.test(folded) && !HARSH_WORD.test(folded))
      return doubtful('a hostile claim about a real group')
    if (generalises && (ODD_WORD.test(folded) || ODD_BODY.test(folded)) && !HARSH_WORD.test(folded))
      return firmDoubt('an odd claim about a real group')
    if (AGAINST_DISCRIMINATION.test(folded))
      return treats && !generalises ? doubtful('treatment of a real group') : unclear('a real group')
    const harsh = HARSH_WORD.test(folded)
    if ((generalises || ASKS_FOR_SLIGHT.test(folded)) && harsh) return grave('a slight against a real group')
    if ((generalises || ASKS_FOR_SLIGHT.test(folded)) && (slights || treats || MOCKS.test(folded)))
      return doubtful('perhaps a slight against a real group')
    return generalises && /\b(?:all|why|aren't|more|less|than)\b/.test(folded)
      ? doubtful('a generalisation about a real group')
      : ARGUES.test(folded)
        ? firmDoubt('an argument about a real group')
        : unclear('a real group')
  }
  if (!ASKS_OF_NONSENSE.test(folded)) return undefined
  return CONVICTION.test(folded) || (tasteClause && (treats || hostile))
    ? firmDoubt('a group by conviction or condition')
    : harmless('a group by taste or one that does not exist')
}

const ASSERTS =
  /\b(?:are|is|were|can't|cannot|should|deserve|will|always|never) (?:all |just |simply |naturally |inherently |generally |so |too |not |be |more |less |really |known to be |a |the )*/
const HARSH =
  /^(?:lazy|stupid|dumb|inferior|criminals?|dirty|dishonest|greedy|evil|terrorists?|subhuman|animals|vermin|parasites?|worthless|useless|disgusting|primitive|savages?|uneducated|backward|incompetent|rapists?|thieves|mentally ill|perverts?|liars|unfit|a burden|burden|incapable|bad at|worse at|worse|deported|banned|exterminated|eliminated|killed|denied|irrational)\b/

/** Whether an asserting sentence slights a real group. */
export function slightsGroup(folded: string): boolean {
  const group = REAL_GROUP.exec(folded)
  if (group === null || AGAINST_DISCRIMINATION.test(folded)) return false
  const rest = folded.slice(group.index + group[0].length, group.index + group[0].length + 80)
  const asserted = ASSERTS.exec(rest)
  return (
    asserted !== null && asserted.index <= 12 && HARSH.test(rest.slice(asserted.index + asserted[0].length))
  )
}
